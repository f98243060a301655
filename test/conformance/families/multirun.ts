import path from "node:path";
import { createAppRun } from "../../../src/cli/app-run.ts";
import { CancellationSource } from "../../../src/jobs/cancellation.ts";
import { type AppDefinition, openApp } from "../../../src/cli/app.ts";
import type { AppRun } from "../../../src/jobs/app-run.ts";
import { FailedJobError } from "../../../src/jobs/failed-jobs.ts";
import { hydraText } from "../../../src/jobs/hydra-values.ts";
import { runMultirun } from "../../../src/jobs/multirun.ts";
import type { RunContext } from "../../../src/jobs/run-context.ts";
import { taskConfigOf } from "../../../src/jobs/task-config.ts";
import { BasicLauncher } from "../../../src/launch/basic-launcher.ts";
import type { LaunchContext } from "../../../src/launch/launcher.ts";
import { parseOverrides } from "../../../src/overrides/parse.ts";
import type { JobReturn } from "../../../src/sweep/job-return.ts";
import type { Batch, PlannedJob } from "../../../src/sweep/plan.ts";
import { memoryTerminal } from "../../../src/testing/memory-terminal.ts";
import { withCaseDirectory } from "../case-directory.ts";
import { describeError, matchesError, sameValue } from "../compare.ts";
import { type ComposeInputs, storeOf } from "../compose-fixture.ts";
import { encodeNode } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";

interface MultirunCase extends ConformanceCase, ComposeInputs {
  readonly overrides: readonly string[];
}

export const family: Family = {
  name: "multirun",
  run: (input) => {
    const given = input as MultirunCase;
    return withCaseDirectory({ conf: given.files ?? {}, ...given.searchpath }, (root) =>
      runCase(given, root),
    );
  },
  matches,
};

/** Batches and jobs are compared whether or not the sweep fails. */
function matches(expected: ConformanceCase["expect"], actual: unknown): boolean {
  const got = actual as Record<string, unknown>;
  const facts = ["batches", "jobs"].filter((name) => name in expected);
  if (!facts.every((name) => sameValue(expected[name], got[name]))) return false;
  return typeof expected["error"] === "string"
    ? matchesError(expected, got)
    : !("error" in got || "unexpected" in got);
}

/** What one sweep did: the batches that reached the launcher and the jobs that reached the task. */
interface SweepRecord {
  readonly batches: string[][][];
  readonly jobs: object[];
  /** Numbers of the jobs that reached the task. */
  readonly reached: Set<number | undefined>;
}

async function runCase(input: MultirunCase, root: string): Promise<unknown> {
  const record: SweepRecord = { batches: [], jobs: [], reached: new Set() };
  const given = input.overrides.some((text) => text.startsWith("hydra.sweep.dir="))
    ? input.overrides
    : ["hydra.sweep.dir=sweeps", ...input.overrides];
  try {
    await runMultirun(appRun(input, root, record), parseOverrides(given));
    return record;
  } catch (error) {
    if (error instanceof FailedJobError) return { ...record, error: "FailedJobError" };
    return { ...record, ...describeError(error) };
  }
}

function appRun(input: MultirunCase, root: string, record: SweepRecord): AppRun {
  const terminal = memoryTerminal({ directory: root });
  const definition: AppDefinition = {
    task: (config: { readonly fail?: unknown }, { num }: RunContext) => {
      record.reached.add(num);
      if ("fail" in config && config.fail === true) throw new Error("told to fail");
    },
    configName: input.config_name ?? undefined,
    configPath: "conf",
    entry: path.join(root, "my_app.ts"),
    jobName: "my_app",
    store: storeOf(input.store ?? []),
  };
  const run = createAppRun(openApp(definition, {}, terminal), terminal, new CancellationSource());
  return {
    ...run,
    instantiate: async (node) => {
      const made = await run.instantiate(node);
      return made instanceof BasicLauncher ? new RecordingLauncher(record, root) : made;
    },
  };
}

class RecordingLauncher extends BasicLauncher {
  readonly #record: SweepRecord;
  readonly #root: string;
  constructor(record: SweepRecord, root: string) {
    super();
    this.#record = record;
    this.#root = root;
  }

  override async *launch({ size, jobs }: Batch, context: LaunchContext): AsyncGenerator<JobReturn> {
    const all: PlannedJob[] = [];
    for await (const job of jobs) all.push(job);
    const { batches, jobs: ran, reached } = this.#record;
    batches.push(all.map(({ overrides }) => overrides.map(({ text }) => text)));
    for await (const jobReturn of super.launch({ size, jobs: all }, context)) {
      const job = all.find(({ num }) => num === jobReturn.num);
      if (job !== undefined && reached.has(job.num)) ran.push(describeJob(job, jobReturn, this.#root));
      yield jobReturn;
    }
  }
}

function describeJob({ num, config }: PlannedJob, { overrides, outputDir }: JobReturn, root: string): object {
  return {
    num,
    overrides,
    override_dirname: hydraText(config, "job.override_dirname") ?? "",
    dir: path.relative(root, outputDir),
    value: encodeNode(taskConfigOf(config)),
  };
}
