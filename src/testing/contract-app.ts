import type { Callback, CallbackEvents, Hook } from "../callbacks/callback.ts";
import { createNode } from "../config/create.ts";
import type { RunContext } from "../jobs/run-context.ts";
import { StoreEntries } from "../sources/store-entries.ts";
import { type InMemoryOptions, type InMemoryRun, runInMemory } from "./run-in-memory.ts";

/** What the app of the contracts runs with. */
export interface ContractRun extends Pick<InMemoryOptions, "signal" | "directory"> {
  readonly task: (config: never, context: RunContext) => unknown;
  readonly overrides: readonly string[];
  /** What the primary config holds besides the hydra node. */
  readonly config?: object;
  /** Targets by name, and where the hydra node uses them: `{ launcher: "name" }`. */
  readonly targets?: Readonly<Record<string, () => unknown>>;
  readonly hydra?: Readonly<Record<string, unknown>>;
}

/** Runs a small app in memory, with the part under test in its hydra node. */
export function runContractApp(run: ContractRun): Promise<InMemoryRun> {
  const store = new StoreEntries();
  store.add({
    name: "config",
    node: createNode({
      ...(run.config ?? { x: 0 }),
      hydra: { hydra_logging: { root: { level: "ERROR" } }, ...run.hydra },
    }),
  });
  return runInMemory(
    { task: run.task, store, registry: run.targets, configName: "config", jobName: "contract" },
    run.overrides,
    {
      captureConsole: false,
      ...(run.signal === undefined ? {} : { signal: run.signal }),
      ...(run.directory === undefined ? {} : { directory: run.directory }),
    },
  );
}

/** Writes down every hook it hears of, in the order of the calls. */
export class HookRecorder implements Callback {
  readonly calls: { readonly hook: Hook | "task"; readonly num: unknown }[] = [];
  #jobReturns: readonly unknown[] = [];

  /** What `onMultirunEnd` was told. */
  get jobReturns(): readonly unknown[] {
    return this.#jobReturns;
  }
  /** The hooks of one job, or with `undefined` those of the run, with the task among them. */
  hooksOf(num: number | undefined): string[] {
    return this.calls.filter((call) => call.num === num).map(({ hook }) => hook);
  }
  onMultirunStart(): void {
    this.calls.push({ hook: "onMultirunStart", num: undefined });
  }
  onMultirunEnd({ jobReturns }: CallbackEvents["onMultirunEnd"]): void {
    this.#jobReturns = jobReturns;
    this.calls.push({ hook: "onMultirunEnd", num: undefined });
  }
  onJobStart(event: CallbackEvents["onJobStart"]): void {
    this.calls.push({ hook: "onJobStart", num: numOf(event.config) });
  }
  onJobError({ jobReturn }: CallbackEvents["onJobError"]): void {
    this.calls.push({ hook: "onJobError", num: jobReturn.num });
  }
  onJobEnd({ jobReturn }: CallbackEvents["onJobEnd"]): void {
    this.calls.push({ hook: "onJobEnd", num: jobReturn.num });
  }
}

function numOf(config: unknown): unknown {
  return (config as { readonly hydra: { readonly job: { readonly num: unknown } } }).hydra.job.num;
}
