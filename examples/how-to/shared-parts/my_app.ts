import { builds, instantiateScope, main, makeConfig, ZenStore } from "orochi";

let opened = 0;
class Pool {
  readonly url: string;
  readonly num = ++opened;
  constructor({ url = "memory:" }: { url?: string } = {}) {
    this.url = url;
    console.log(`open pool ${this.num} to ${url}`);
  }
  async [Symbol.asyncDispose](): Promise<void> {
    console.log(`close pool ${this.num}`);
  }
}

class Repository {
  readonly table: string;
  readonly pool: Pool;
  constructor({ table, pool }: { table: string; pool: Pool }) {
    this.table = table;
    this.pool = pool;
    console.log(`${table} uses pool ${pool.num}`);
  }
  [Symbol.dispose](): void {
    console.log(`close ${this.table}`);
  }
}

const Config = makeConfig({
  pool: builds(Pool, {}, { shared: true, populateFullSignature: true }),
  users: builds(Repository, { table: "users", pool: "${pool}" }),
  orders: builds(Repository, { table: "orders", pool: "${pool}" }),
});

const store = new ZenStore();
store(Config, { name: "config" });
main(
  async (config: typeof Config) => {
    await using scope = await instantiateScope(config);
    const { users, orders } = scope.value;
    console.log("same pool:", users.pool === orders.pool);
  },
  { store, configName: "config" },
);
