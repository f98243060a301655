import type { AppDefinition } from "./app.ts";
import { exitCodes } from "./exit-codes.ts";
import { placeOfCall } from "./place-of-call.ts";
import { type AppOutcome, runApp } from "./run-app.ts";
import { serveArrayTask } from "./serve-array-task.ts";
import { serveAsWorker } from "./serve-as-worker.ts";
import { currentTerminal, processTerminal, type Terminal, tolerateLostOutput } from "./terminal.ts";
import type { WorkerRole } from "../launch/worker-command.ts";
import type { TaskFunction } from "../jobs/call-task.ts";

/** Options of {@link main}. */
export type MainOptions = Omit<AppDefinition, "task">;

/**
 * Runs a task as a program: reads the command line, composes the config, runs the task once or for every job of a sweep, and sets
 * the exit code (H-APP-001). Call it last in the app's file; it need not be awaited, and it never rejects.
 *
 * @example
 * main(
 *   async (config: { readonly lr: number }, { log, outputDir }) => {
 *     log.info(`training with ${config.lr}, results go to ${outputDir}`);
 *   },
 *   { configPath: "conf", configName: "config" },
 * );
 */
export async function main(task: TaskFunction, options: MainOptions = {}): Promise<AppOutcome> {
  const terminal = currentTerminal();
  if (terminal === processTerminal) tolerateLostOutput();
  const definition = { ...options, task };
  const place = placeOfCall(terminal);
  if (place.kind === "serve") return serve(definition, terminal, place.role);
  // The sweep that this worker is part of belongs to another call.
  if (place.kind === "pass") return { exitCode: exitCodes.ok };
  return runApp(definition, { ...terminal, ...place.program });
}

function serve(definition: AppDefinition, terminal: Terminal, role: WorkerRole): Promise<AppOutcome> {
  const { array, startedAt } = role;
  if (array === undefined) return serveAsWorker(definition, terminal, role);
  return serveArrayTask(definition, terminal, { array, startedAt });
}
