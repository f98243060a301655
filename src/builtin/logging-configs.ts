import { hydraFormat, longFormat } from "../jobs/logging/formats.ts";
import { jobFileHandler, terminalHandler } from "./logging-parts.ts";

const console = terminalHandler("simple");
/** `hydra/hydra_logging: default`. */
export const defaultHydraLogging: Readonly<Record<string, unknown>> = {
  version: 1,
  formatters: { simple: { format: hydraFormat } },
  handlers: { console },
  root: { level: "INFO", handlers: ["console"] },
  loggers: { logging_example: { level: "DEBUG" } },
  disable_existing_loggers: false,
};

/** `hydra/job_logging: default`. */
export const defaultJobLogging: Readonly<Record<string, unknown>> = {
  version: 1,
  formatters: { simple: { format: longFormat } },
  handlers: { console, file: jobFileHandler },
  root: { level: "INFO", handlers: ["console", "file"] },
  disable_existing_loggers: false,
};
