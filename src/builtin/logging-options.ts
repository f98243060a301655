import { longFormat, messageFormat } from "../jobs/logging/formats.ts";
import { defaultHydraLogging, defaultJobLogging } from "./logging-configs.ts";
import { terminalHandler } from "./logging-parts.ts";

const disabled = { version: 1, root: { level: "ERROR" }, disable_existing_loggers: true };
/** `root: null` leaves logging as it is (H-LOG-002). */
const none = { version: 1, root: null, disable_existing_loggers: false };

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

/** Options of `hydra/job_logging` (H-LOG-001). */
export const jobLoggings: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["default", defaultJobLogging],
  [
    "stdout",
    {
      version: 1,
      formatters: { simple: { format: messageFormat } },
      handlers: { console: terminalHandler("simple") },
      root: { level: "INFO", handlers: ["console"] },
      disable_existing_loggers: false,
    },
  ],
  ["disabled", disabled],
  ["none", none],
]);
