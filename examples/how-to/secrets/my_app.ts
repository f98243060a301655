import { hydraConf, zen, ZenStore } from "orochi";

interface Config {
  readonly db: { readonly user: string; readonly password: string; readonly url: string };
}

function connect({ db }: Config) {
  return `${db.user} with a password of ${db.password.length} characters`;
}

const store = new ZenStore();
store(hydraConf({ job: { secrets: ["db.password", "**.token"] }, run: { dir: "run" } }));
store({ db: { user: "me", password: "???", url: "db://${db.user}:${db.password}@host" } }, { name: "app" });
zen(connect).main({ store, configName: "app" });
