import path from "node:path";
import type { Callback } from "../../../src/callbacks/callback.ts";
import { openApp } from "../../../src/cli/app.ts";
import { createAppRun } from "../../../src/cli/app-run.ts";
import { CancellationSource } from "../../../src/jobs/cancellation.ts";
import { type ConfigNode, MapNode, ScalarNode } from "../../../src/config/node.ts";
import { EnumMember } from "../../../src/config/scalar.ts";
import { nodeOf } from "../../../src/config/view.ts";
import type { TaskFunction } from "../../../src/jobs/call-task.ts";
import { runMultirun } from "../../../src/jobs/multirun.ts";
import { runSingle } from "../../../src/jobs/single-run.ts";
import { parseOverrides } from "../../../src/overrides/parse.ts";
import type { JobReturn } from "../../../src/sweep/job-return.ts";
import { TargetRegistry } from "../../../src/targets/registry.ts";
import { memoryTerminal } from "../../../src/testing/memory-terminal.ts";
import { withCaseDirectory } from "../case-directory.ts";
import { describeError, matchesError, sameValue } from "../compare.ts";
import type { ComposeInputs } from "../compose-fixture.ts";
import type { ConformanceCase, Family } from "../family.ts";

interface CallbackCase extends ConformanceCase, ComposeInputs {
  readonly multirun: boolean;
  readonly overrides: readonly string[];
}

export const family: Family = {
  name: "callbacks",
  run: (input) => {
    const given = input as CallbackCase;
    return withCaseDirectory({ conf: given.files ?? {} }, (root) => runCase(given, root));
  },
  matches: (expected, actual) => {
    const got = actual as Record<string, unknown>;
    if (!sameValue(expected["events"], comparableEvents(expected, got["events"]))) return false;
    if ((expected["callback_warnings"] ?? 0) !== got["callback_warnings"]) return false;
    return typeof expected["error"] === "string" ? matchesError(expected, got) : got["error"] === undefined;
  },
};

/** Orochi ends a multirun also when it failed; the reference does not (H-CBK-008). */
function comparableEvents(expected: ConformanceCase["expect"], events: unknown): unknown {
  if (expected["error"] === undefined || !Array.isArray(events)) return events;
  return events.filter((event: { event: string }) => event.event !== "on_multirun_end");
}

async function runCase(input: CallbackCase, root: string): Promise<unknown> {
  const events: unknown[] = [];
  const recorder = new EventLog(events, root, input.multirun);
  const terminal = memoryTerminal({ directory: root });
  const definition = {
    task: recorder.task,
    configName: input.config_name === undefined ? "config" : (input.config_name ?? undefined),
    configPath: "conf",
    entry: path.join(root, "my_app.ts"),
    jobName: "my_app",
    registry: recorder.targets,
  };
  const app = openApp(definition, {}, terminal);
  const run = createAppRun(app, terminal, new CancellationSource());
  const overrides = parseOverrides(["hydra.run.dir=out", "hydra.sweep.dir=sw", ...input.overrides]);
  let failure: Record<string, unknown> = {};
  try {
    if (input.multirun) await runMultirun(run, overrides);
    else throwIfFailed(await runSingle(run, overrides));
  } catch (error) {
    failure = describeError(error);
    if ("unexpected" in failure) failure = { error: error instanceof Error ? error.name : "Error" };
  }
  const warnings = terminal.output().stderr.match(/^warning: Callback /gm) ?? [];
  return { events, callback_warnings: warnings.length, ...failure };
}

function throwIfFailed({ status, error }: JobReturn): void {
  if (status !== "completed") throw error;
}

const hooks = {
  onRunStart: "on_run_start",
  onRunEnd: "on_run_end",
  onMultirunStart: "on_multirun_start",
  onMultirunEnd: "on_multirun_end",
  onJobStart: "on_job_start",
  onJobEnd: "on_job_end",
} as const;
type RecordedHook = keyof typeof hooks;

/** The fixture targets of README-compose, writing into one list. */
class EventLog {
  readonly targets = new TargetRegistry();
  readonly task: TaskFunction;
  readonly #events: unknown[];
  readonly #root: string;
  readonly #multirun: boolean;

  constructor(events: unknown[], root: string, multirun: boolean) {
    this.#events = events;
    this.#root = root;
    this.#multirun = multirun;
    this.task = (config: unknown) => this.#runTask(config);
    const add = (callback: unknown, event: string, given: object): void => {
      events.push({ callback, event, arguments: given });
    };
    const summary = (hook: RecordedHook, event: object): object => this.#summarise(hook, event);
    for (const [name, target] of fixtures(add, summary)) this.targets.register(name, target);
  }

  #runTask(config: unknown): unknown {
    const x = plain(child(nodeOf(config), "x"));
    this.#events.push({
      callback: null,
      event: "task",
      arguments: { x, has_hydra: child(nodeOf(config), "hydra") !== undefined },
    });
    if (plain(child(nodeOf(config), "fail")) === true) throw new FixtureError("told to fail");
    return x;
  }

  #summarise(hook: RecordedHook, event: object): object {
    const facts = event as { config: unknown; configName?: string; jobReturn?: JobReturn };
    const config = this.#configSummary(nodeOf(facts.config));
    if (hook === "onJobStart") return { config, task_function: "<task>" };
    const jobReturn = facts.jobReturn === undefined ? {} : { job_return: returnSummary(facts.jobReturn) };
    if (hook === "onJobEnd") return { config, ...jobReturn };
    return { config, config_name: facts.configName, ...jobReturn };
  }

  #configSummary(config: ConfigNode): object {
    const hydra = child(config, "hydra");
    const outputDir = plain(child(child(hydra, "runtime"), "output_dir"));
    return {
      x: plain(child(config, "x")),
      has_hydra: hydra !== undefined,
      job_num: plain(child(child(hydra, "job"), "num")),
      job_id: plain(child(child(hydra, "job"), "id")),
      output_dir: typeof outputDir === "string" ? path.relative(this.#root, outputDir) : null,
      task_overrides: texts(child(child(hydra, "overrides"), "task")),
      // The reference was called below its command line, which is what writes the mode of a sweep.
      mode: this.#multirun ? null : "RUN",
    };
  }
}

type Add = (callback: unknown, event: string, given: object) => void;
type Summary = (hook: RecordedHook, event: object) => object;

function fixtures(add: Add, summary: Summary): [string, unknown][] {
  class Recorder {
    readonly #tag: string;
    readonly #raiseIn: readonly string[];
    constructor({ tag, raise_in = null, note = null }: { tag: string; raise_in?: unknown; note?: unknown }) {
      this.#tag = tag;
      this.#raiseIn = raise_in === null ? [] : texts(nodeOf(raise_in));
      this.#record("init", { raise_in: this.#raiseIn, note });
    }
    #record(event: string, given: object): void {
      add(this.#tag, event, given);
      if (this.#raiseIn.includes(event)) throw new FixtureError(`told to fail in ${event}`);
    }
    static {
      for (const hook of Object.keys(hooks) as RecordedHook[]) {
        Object.defineProperty(this.prototype, hook, {
          value(this: Recorder, event: object) {
            this.#record(hooks[hook], summary(hook, event));
          },
        });
      }
    }
  }
  class Partial implements Callback {
    readonly #tag: string;
    constructor({ tag }: { tag: string }) {
      this.#tag = tag;
      add(tag, "init", {});
    }
    onJobEnd(event: object): void {
      add(this.#tag, "on_job_end", summary("onJobEnd", event));
    }
  }
  class NotACallback {
    readonly #tag: string;
    constructor({ tag }: { tag: string }) {
      this.#tag = tag;
      add(tag, "init", {});
    }
    onJobStart(): void {
      add(this.#tag, "on_job_start", {});
    }
    // Orochi takes objects with any of the hooks (H-CBK-016). To see that nothing else differs, the hooks that this class lacks
    // fail as they do in the reference.
    static {
      for (const hook of Object.keys(hooks)) {
        if (hook === "onJobStart") continue;
        Object.defineProperty(this.prototype, hook, {
          value: () => {
            throw new TypeError(`no ${hook}`);
          },
        });
      }
    }
  }
  return [
    ["fixture.Recorder", Recorder],
    ["fixture.Partial", Partial],
    ["fixture.NotACallback", NotACallback],
  ];
}

class FixtureError extends Error {
  static {
    this.prototype.name = "FixtureError";
  }
}

function returnSummary(jobReturn: JobReturn): object {
  const { status, overrides, taskName, config, hydraConfig } = jobReturn;
  const names = { completed: "COMPLETED", failed: "FAILED", cancelled: "FAILED", submitted: "UNKNOWN" };
  return {
    status: names[status],
    overrides,
    task_name: taskName,
    cfg_x: plain(child(nodeOf(config), "x")),
    cfg_has_hydra: child(nodeOf(config), "hydra") !== undefined,
    hydra_cfg_keys: [...keysOf(nodeOf(hydraConfig))],
    return_value: returnValue(jobReturn),
  };
}

/** Reading the value of a failed job throws the job's own error (H-JOB-005). */
function returnValue(jobReturn: JobReturn): unknown {
  try {
    return jobReturn.returnValue;
  } catch (error) {
    return { $error: error instanceof Error ? error.name : String(error) };
  }
}

function* keysOf(node: ConfigNode): Iterable<string> {
  if (node instanceof MapNode) for (const { key } of node.children()) yield String(key);
}

function child(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return node instanceof MapNode ? node.child(key) : undefined;
}

function plain(node: ConfigNode | undefined): unknown {
  if (!(node instanceof ScalarNode) || node.kind === "missing") return null;
  return node.value instanceof EnumMember ? node.value.name : node.value;
}

function texts(node: ConfigNode | undefined): string[] {
  return node === undefined || node instanceof ScalarNode
    ? []
    : [...node.children()].map((item) => String(plain(item)));
}
