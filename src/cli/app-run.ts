import { instantiateNode } from "../instantiate/instantiate.ts";
import type { AppRun } from "../jobs/app-run.ts";
import type { TaskFunction } from "../jobs/call-task.ts";
import type { Cancellation } from "../jobs/cancellation.ts";
import { schemaTask } from "../zen/schema-task.ts";
import { ZenStore } from "../zen/zen-store.ts";
import { parseOverride } from "../overrides/parse.ts";
import type { App } from "./app.ts";
import { reportFailedJob } from "./report-error.ts";
import { showResults } from "./show-results.ts";
import type { Terminal } from "./terminal.ts";

/** Configs that were stored as schemas are checked by these before the task runs. */
function checkedTask({ task, store }: App["definition"]): TaskFunction {
  return store instanceof ZenStore ? schemaTask(task, store) : task;
}

/** An opened app as the engine runs it. */
export function createAppRun(
  app: App,
  terminal: Terminal,
  cancellation: Cancellation,
  report?: () => string,
): AppRun {
  const { definition, functions, targets } = app;
  return {
    task: checkedTask(definition),
    configName: app.configName,
    entry: app.entry,
    surroundings: terminal,
    cancellation,
    startedAt: app.startedAt,
    flags: app.flags,
    compose: (overrides, mode, context, common) => app.compose(overrides, mode, { context, common }),
    parseOverride: (text, source) => parseOverride(text, { functions, source }),
    // What failed is told at once: hours may pass before a sweep is over.
    onFailure: (jobReturn) => reportFailedJob(jobReturn, terminal),
    onJobReturn: terminal.onJobReturn,
    onResults: (rows) => showResults(rows, terminal),
    watchSweep: terminal.watchSweep,
    report,
    instantiate: (node) => instantiateNode(node, { targets }),
  };
}
