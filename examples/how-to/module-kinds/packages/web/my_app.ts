import { makeConfig, zen, ZenStore } from "orochi";

const store = new ZenStore();
store(makeConfig({ port: 80 }, { defaults: ["_self_", { db: "local" }] }), { name: "web" });

function serve({ port, db }: { port: number; db: { url: string } }): void {
  console.log(`port ${port}, database ${db.url}`);
}

zen(serve).main({ store, configName: "web", searchPath: ["pkg://@acme/configs/conf"] });
