import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A small Google Cloud Storage in memory: uploads in one piece and by sessions. Fails as often as it is told to. */
export class FakeGcs {
  readonly objects = new Map<string, { readonly body: Buffer; readonly metadata: Record<string, unknown> }>();
  readonly requests: string[] = [];
  failures = 0;
  readonly #sessions = new Map<
    string,
    { readonly name: string; readonly metadata: Record<string, unknown>; body: Buffer }
  >();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#serve(request, response);
    });
  }

  static async start(): Promise<FakeGcs> {
    const fake = new FakeGcs();
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, headers = {}, json } = await this.#answer(request);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(json === undefined ? undefined : JSON.stringify(json));
  }

  async #answer(
    request: IncomingMessage,
  ): Promise<{ status: number; headers?: Record<string, string>; json?: unknown }> {
    const url = new URL(request.url ?? "/", this.endpoint);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const type = url.searchParams.get("uploadType");
    this.requests.push(`${request.method} ${type ?? ""}`);
    if (this.failures > 0) {
      this.failures--;
      return { status: 503, json: { error: { code: 503, message: "told to fail" } } };
    }
    if (type === "multipart") {
      const { metadata, content } = readMultipart(String(request.headers["content-type"]), body);
      return this.#keep(nameOf(metadata, url), content, metadata);
    }
    const id = url.searchParams.get("upload_id");
    const session = id === null ? undefined : this.#sessions.get(id);
    if (type === "resumable" && session === undefined) {
      const key = String(this.#sessions.size + 1);
      const metadata = JSON.parse(body.toString() || "{}") as Record<string, unknown>;
      const name = nameOf(metadata, url);
      this.#sessions.set(key, { name, metadata, body: Buffer.alloc(0) });
      const location = `${this.endpoint}${url.pathname}?uploadType=resumable&upload_id=${key}`;
      return { status: 200, headers: { location }, json: {} };
    }
    if (session === undefined) return { status: 404, json: { error: { code: 404, message: "unknown" } } };
    session.body = Buffer.concat([session.body, body]);
    return this.#keep(session.name, session.body, session.metadata);
  }

  #keep(name: string, body: Buffer, metadata: Record<string, unknown>) {
    this.objects.set(name, { body, metadata });
    return {
      status: 200,
      json: { name, bucket: "results", size: String(body.length), crc32c: crc32c(body) },
    };
  }
}

function nameOf(metadata: Record<string, unknown>, url: URL): string {
  const name = metadata["name"];
  return typeof name === "string" ? name : (url.searchParams.get("name") ?? "");
}

function readMultipart(type: string, body: Buffer): { metadata: Record<string, unknown>; content: Buffer } {
  const boundary = `--${/boundary=(?:"([^"]+)"|(\S+))/.exec(type)?.slice(1).find(Boolean) ?? ""}`;
  const text = body.toString("latin1");
  const first = text.indexOf("\r\n\r\n") + 4;
  const second = text.indexOf(boundary, first);
  const start = text.indexOf("\r\n\r\n", second) + 4;
  const end = text.lastIndexOf(`\r\n${boundary}--`);
  return {
    metadata: JSON.parse(body.subarray(first, second).toString()) as Record<string, unknown>,
    content: body.subarray(start, end),
  };
}

/** Base64 of the big-endian CRC-32C, as Google tells it. */
function crc32c(bytes: Buffer): string {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  const result = Buffer.alloc(4);
  result.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return result.toString("base64");
}
