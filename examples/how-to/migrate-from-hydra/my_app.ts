import { main, instantiate } from "orochi";
import type { Connection } from "./src/db.ts";
import type { Mailer } from "./src/mail.ts";

interface Config {
  readonly db: object;
  readonly mailer: object;
  readonly total: number;
}

main(
  async (config: Config, { log }) => {
    const db = (await instantiate(config.db)) as Connection;
    const mailer = (await instantiate(config.mailer)) as Mailer;
    log.info(`database ${db.url}, mail from ${mailer.sender}, ${config.total} attempts`);
  },
  {
    configPath: "conf",
    configName: "config",
    aliases: {
      "acme.mail.*": "./src/mail.ts:*",
      "acme.db.postgres.connect": "./src/db.ts:connect",
    },
    targets: ["./src/**"],
    resolvers: { mul: (a: number, b: number) => a * b },
  },
);
