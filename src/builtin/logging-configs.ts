import { jobFileHandler, longFormat, terminalHandler } from "./logging-parts.ts";

const console = terminalHandler("simple");
const disabled = { version: 1, root: { level: "ERROR" }, disable_existing_loggers: true };
/** `root: null` leaves logging as it is (H-LOG-002). */
const none = { version: 1, root: null, disable_existing_loggers: false };

/** `hydra/hydra_logging: default`. */
export const defaultHydraLogging: Readonly<Record<string, unknown>> = {
  version: 1,
  formatters: { simple: { format: "[%(asctime)s][HYDRA] %(message)s" } },
  handlers: { console },
  root: { level: "INFO", handlers: ["console"] },
  loggers: { logging_example: { level: "DEBUG" } },
  disable_existing_loggers: false,
};

/** Options of `hydra/hydra_logging` (H-LOG-001). */
export const hydraLoggings: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["default", defaultHydraLogging],
  [
    "hydra_debug",
    {
      version: 1,
      formatters: { simple: { format: longFormat } },
      handlers: {
        file: {
          class: "logging.FileHandler",
          mode: "w",
          delay: true,
          formatter: "simple",
          filename: "hydra-${hydra.job.name}.log",
        },
      },
      root: { level: "ERROR", handlers: ["file"] },
      loggers: { hydra: { level: "DEBUG" } },
      disable_existing_loggers: false,
    },
  ],
  ["disabled", disabled],
  ["none", none],
]);

/** `hydra/job_logging: default`. */
export const defaultJobLogging: Readonly<Record<string, unknown>> = {
  version: 1,
  formatters: { simple: { format: longFormat } },
  handlers: { console, file: jobFileHandler },
  root: { level: "INFO", handlers: ["console", "file"] },
  disable_existing_loggers: false,
};

/** Options of `hydra/job_logging` (H-LOG-001). */
export const jobLoggings: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["default", defaultJobLogging],
  [
    "stdout",
    {
      version: 1,
      formatters: { simple: { format: "%(message)s" } },
      handlers: { console },
      root: { level: "INFO", handlers: ["console"] },
      disable_existing_loggers: false,
    },
  ],
  ["disabled", disabled],
  ["none", none],
]);
