import { instantiateNode } from "../instantiate/instantiate.ts";
import type { AppRun } from "../jobs/app-run.ts";
import { parseOverride } from "../overrides/parse.ts";
import type { App } from "./app.ts";
import { reportFailedJob } from "./report-error.ts";
import type { Terminal } from "./terminal.ts";

/** An opened app as the engine runs it. */
export function createAppRun(
  app: App,
  terminal: Terminal,
  signal: AbortSignal,
  report?: () => string,
): AppRun {
  const { definition, functions, targets } = app;
  return {
    task: definition.task,
    configName: app.configName,
    entry: app.entry,
    surroundings: terminal,
    signal,
    compose: (overrides, mode, context) => app.compose(overrides, mode, { context }),
    parseOverride: (text, source) => parseOverride(text, { functions, source }),
    onJobReturn: (jobReturn) => {
      // What failed is told at once: hours may pass before a sweep is over.
      if (jobReturn.status === "failed") reportFailedJob(jobReturn, terminal);
      terminal.onJobReturn?.(jobReturn);
    },
    report,
    instantiate: (node) => instantiateNode(node, { targets }),
  };
}
