import { builds, just, makeConfig, partial, zen } from "orochi";

// Needs something that exists only when the task runs: the connection.
class Repository {
  readonly table: string;
  readonly pageSize: number;
  readonly connection: string;
  constructor({
    table,
    pageSize = 50,
    connection,
  }: {
    table: string;
    pageSize?: number;
    connection: string;
  }) {
    this.table = table;
    this.pageSize = pageSize;
    this.connection = connection;
  }
}

function format({ text, width = 20, fill = " " }: { text: string; width?: number; fill?: string }): string {
  return `[${text.padEnd(width, fill)}]`;
}

function byName(a: string, b: string): number {
  return a.localeCompare(b);
}

const Config = makeConfig({
  makeRepository: builds(Repository, { table: "users", pageSize: 10 }, { partial: true }),
  print: just(partial(format, { fill: "." })), // the same, starting from a function in hand
  order: byName, // a function that is not to be called: it is passed on as it is
});

interface Parts {
  readonly makeRepository: (late: { connection: string }) => Repository;
  readonly print: (late: { text: string }) => string;
  readonly order: (a: string, b: string) => number;
}

function list({ makeRepository, print, order }: Parts): void {
  for (const connection of ["replica", "primary"].sort(order)) {
    const { table, pageSize } = makeRepository({ connection });
    console.log(print({ text: `${connection}.${table} ${pageSize}` }));
  }
}

zen(list).main({ config: Config });
