import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunContext } from "orochi";
import { type InMemoryRun, runInMemory } from "orochi/testing";
import { createNode } from "../../src/config/create.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";

interface Config {
  readonly x: number;
}

export interface ShippedRun extends InMemoryRun {
  readonly directory: string;
  /** A file of the directory, as text. */
  readonly read: (file: string) => string;
  /** A file of the directory, as JSON. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what the file holds
  readonly json: <Content = unknown>(file: string) => Content;
}

export interface ShippedOptions {
  readonly task?: (config: Config, context: RunContext) => unknown;
  readonly config?: object;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a small app in a directory of its own, where runs go to `out` and sweeps to `sweep`. */
export class ShippedRig {
  readonly directory: string = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-shipped-")));

  async run(argv: readonly string[], options: ShippedOptions = {}): Promise<ShippedRun> {
    const { task = ({ x }: Config) => ({ loss: x / 2 }), config = {}, ...surroundings } = options;
    const store = new StoreEntries();
    const hydra = { run: { dir: "out" }, sweep: { dir: "sweep" } };
    store.add({ name: "config", node: createNode({ x: 1, ...config, hydra }) });
    const run = await runInMemory({ task, store, configName: "config", jobName: "app" }, argv, {
      directory: this.directory,
      ...surroundings,
    });
    const read = (file: string): string => readFileSync(path.join(this.directory, file), "utf8");
    return { ...run, directory: this.directory, read, json: (file) => JSON.parse(read(file)) as never };
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
