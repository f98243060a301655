import { longFormat } from "../jobs/logging/formats.ts";
import { jobFileHandler, terminalHandler } from "./logging-parts.ts";

const log_colors = { DEBUG: "purple", INFO: "green", WARNING: "yellow", ERROR: "red", CRITICAL: "red" };
const console = terminalHandler("colorlog");

/** `hydra/hydra_logging: colorlog` (H-PLG-030). */
export const colourHydraLogging: Readonly<Record<string, unknown>> = {
  version: 1,
  formatters: {
    colorlog: {
      "()": "colorlog.ColoredFormatter",
      format: "[%(cyan)s%(asctime)s%(reset)s][%(purple)sHYDRA%(reset)s] %(message)s",
    },
  },
  handlers: { console },
  root: { level: "INFO", handlers: ["console"] },
  disable_existing_loggers: false,
};

/** `hydra/job_logging: colorlog`: the terminal in colour, the job's file without. */
export const colourJobLogging: Readonly<Record<string, unknown>> = {
  version: 1,
  formatters: {
    simple: { format: longFormat },
    colorlog: {
      "()": "colorlog.ColoredFormatter",
      format:
        "[%(cyan)s%(asctime)s%(reset)s][%(blue)s%(name)s%(reset)s][%(log_color)s%(levelname)s%(reset)s] - %(message)s",
      log_colors,
    },
  },
  handlers: {
    console,
    file: jobFileHandler,
  },
  root: { level: "INFO", handlers: ["console", "file"] },
  disable_existing_loggers: false,
};
