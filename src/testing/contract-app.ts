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
