import { getLogger, main } from "orochi";

// Loggers may be made anywhere. Where their lines go is decided by the run that is active when they are used.
const log = getLogger("shop.db");

function connect(host: string): void {
  log.debug("trying %s", host);
  log.info("connected to %s after %d ms", host, 12);
}

main(
  ({ host }: { host: string }, { log }) => {
    log.info("starting");
    connect(host);
    log.warn("disk is %d %% full", 91);
  },
  { configPath: "conf", configName: "config" },
);
