export interface Connection {
  readonly url: string;
}

/** Parameters one by one work too: configs name them. */
export async function connect(host: string, port: number): Promise<Connection> {
  return { url: `${host}:${port}` };
}
