import { main } from "orochi";
import { toYaml } from "orochi/config";

interface Config {
  readonly debug: boolean;
  readonly db: {
    readonly driver: string;
    readonly user: string;
    readonly password: string;
    readonly port: number;
  };
}

main(
  (config: Config, { log }) => {
    log.info(`connecting to ${config.db.driver} on port ${config.db.port}`);
    console.log(toYaml(config));
  },
  { configPath: "conf", configName: "config" },
);
