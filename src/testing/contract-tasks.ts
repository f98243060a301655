import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Callback, CallbackEvents, Hook } from "../callbacks/callback.ts";
import { main } from "../cli/main.ts";
import { toPlain } from "../config/to-object.ts";
import { nodeOf } from "../config/view.ts";
import { type RunContext, runContext } from "../jobs/run-context.ts";

/** The config that the tasks of the launchers' contract get. */
export interface ContractConfig {
  readonly x: number;
  readonly task: string;
  /** Where jobs write down what happens, so that it is seen wherever they run. */
  readonly notes: string;
}

type ContractTask = (config: ContractConfig, context: RunContext) => unknown;

const circular: Record<string, unknown> = {};
circular["self"] = circular;

/** Values that no record can hold as they are. */
const oddValues: readonly unknown[] = [
  () => 1,
  Symbol("s"),
  10n,
  circular,
  { toJSON: () => assert.fail() },
  undefined,
  new Map(),
];
export const oddValueCount: number = oddValues.length;

/** What the jobs of the contract do, by name: jobs in other processes find it under the same name. */
const tasks: Readonly<Record<string, ContractTask>> = {
  value: ({ x }) => x,
  config: (config) => toPlain(nodeOf(config)),
  slowFirst: async ({ x }) => {
    await sleep((4 - x) * 15);
    return x;
  },
  whoAmI: async (_config, { num }) => {
    await sleep(5);
    return [num, runContext().num, runContext().outputDir];
  },
  failsAtTwo: ({ x }) => {
    if (x === 2) throw new Error("told to fail");
  },
  odd: ({ x }) => oddValues[x],
  reports: async ({ x }, context) => {
    await context.report({ step: x });
    return x;
  },
  tells: async ({ x }, context) => {
    if (x === 1) await context.report("cancel");
  },
  listens: async (_config, context) => {
    const heard = new Promise<void>((resolve) => context.signal.addEventListener("abort", () => resolve()));
    await context.report("cancel");
    await heard;
    await sleep(20);
    note(notesOf(context), "listened");
  },
};

/** Does what the config names, and notes that it was called. */
export function contractTask(config: ContractConfig, context: RunContext): unknown {
  note(config.notes, `${context.num ?? ""} task`);
  const task = Object.hasOwn(tasks, config.task) ? tasks[config.task] : undefined;
  assert.ok(task !== undefined, `the contract has a task '${config.task}'`);
  return task(config, context);
}

/**
 * The app that jobs of {@link launcherContract} belong to, for launchers that start programs: a file that calls this and nothing else
 * is given to the contract as its `entry`.
 *
 * @example
 * // contract-app.ts, to be given as { entry: fileURLToPath(new URL("contract-app.ts", import.meta.url)) }
 * await contractMain();
 */
export async function contractMain(): Promise<void> {
  await main(contractTask, {
    registry: { ContractNotes: ({ file }: { file: string }) => new ContractNotes({ file }) },
    jobName: "contract",
  });
}

/** Notes every hook that it hears of, wherever that is. */
export class ContractNotes implements Callback {
  readonly #file: string;
  readonly #onProgress: ((progress: unknown) => void) | undefined;

  constructor({ file }: { readonly file: string }, onProgress?: (progress: unknown) => void) {
    this.#file = file;
    this.#onProgress = onProgress;
  }
  #note(hook: Hook, num: unknown = ""): void {
    note(this.#file, `${String(num)} ${hook}`);
  }
  onMultirunStart(): void {
    this.#note("onMultirunStart");
  }
  onMultirunEnd(): void {
    this.#note("onMultirunEnd");
  }
  onJobStart({ config }: CallbackEvents["onJobStart"]): void {
    this.#note("onJobStart", numOf(config));
  }
  onJobProgress({ progress }: CallbackEvents["onJobProgress"]): void {
    this.#onProgress?.(progress);
  }
  onJobError({ jobReturn }: CallbackEvents["onJobError"]): void {
    this.#note("onJobError", jobReturn.num);
  }
  onJobEnd({ jobReturn }: CallbackEvents["onJobEnd"]): void {
    this.#note("onJobEnd", jobReturn.num);
  }
}

function note(file: string, line: string): void {
  appendFileSync(file, `${line}\n`);
}

function notesOf({ hydra }: RunContext): string {
  const { callbacks } = hydra as { readonly callbacks: { readonly notes: { readonly file: string } } };
  return callbacks.notes.file;
}

function numOf(config: unknown): unknown {
  return (config as { readonly hydra: { readonly job: { readonly num: unknown } } }).hydra.job.num;
}
