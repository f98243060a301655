import type { AppDefinition } from "./app.ts";
import { type AppOutcome, runApp } from "./run-app.ts";
import { currentTerminal, processTerminal, tolerateLostOutput } from "./terminal.ts";
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
  return runApp({ ...options, task }, terminal);
}
