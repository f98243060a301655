import { withSecretsGiven } from "../../../src/cli/given-again.ts";
import { bestRows } from "../../../src/cli/runs/best-runs.ts";
import path from "node:path";
import { writeFileSync } from "node:fs";
import { builds, instantiate, instantiateSync, runContext, TargetRegistry, zen, ZenStore } from "orochi";
import { load } from "orochi/config";
import { JobReturn, Upload } from "orochi/plugin";
import { z } from "zod";
import type { AppScene, Scene } from "../scene.ts";
import { type FakeCommands, fakeSlurm } from "../../launch/slurm/fake-slurm.ts";
import { version } from "../../../src/cli/version.ts";

class Adam {
  readonly rate: number;
  constructor({ rate = 0.1 }: { rate?: number } = {}) {
    if (rate < 0) throw new RangeError("rate must not be negative");
    this.rate = rate;
  }
}

class Later {}

function createLater(): Promise<Later> {
  return Promise.resolve(new Later());
}

class Broken {
  onJobStart(): void {
    throw new Error("disk is full");
  }
}

/** A job's one file is to go where a file stands in the way. */
async function uploadInto(outputDir: string, root: string): Promise<void> {
  writeFileSync(path.join(outputDir, "result.txt"), "");
  writeFileSync(path.join(root, "backup"), "");
  const log = { debug() {}, info() {}, warning() {}, error() {} };
  const now = new Date();
  const { signal } = new AbortController();
  const facts = { status: "completed", overrides: [], config: {}, hydraConfig: {}, taskName: "my_app" } as const;
  const jobReturn = new JobReturn({ ...facts, outputDir, startedAt: now, endedAt: now });
  let work: (() => Promise<void>) | undefined;
  const later = (given: () => Promise<void>): void => {
    work = given;
  };
  const upload = new Upload({ url: path.join(root, "backup"), prefix: "job", retries: 0 });
  upload.onJobEnd({ config: {}, jobReturn, outputDir, signal, note: () => {}, log, later });
  await work?.();
}

/** Targets, callbacks and jobs. */
export const runScenes = {
  TARGET_UNKNOWN: (root) => make(root, "model:\n  optimizer:\n    _target_: Admm\n"),
  TARGET_DENIED: (root) => make(root, "command:\n  _target_: node:child_process:execSync\n  _args_: [ls]\n"),
  TARGET_CONFLICT: () => {
    const store = new ZenStore();
    store(builds(makeA()), { name: "a" });
    store(builds(makeB()), { name: "b" });
  },
  TARGET_NOT_CALLABLE: (root) => make(root, "port:\n  _target_: defaultPort\n"),
  TARGET_FAILED: (root) => make(root, "optimizer:\n  _target_: Adam\n  rate: -1\n"),
  INSTANTIATE_INVALID: (root) => make(root, "optimizer:\n  _target_: Adam\n  _partial_: maybe\n"),
  "INSTANTIATE_INVALID argument": (root) => make(root, "optimizer:\n  _target_: Adam\n  rte: 1\n"),
  "VALUE_MISSING while instantiating": (root) => make(root, "optimizer:\n  _target_: Adam\n  rate: ???\n"),
  "INTERPOLATION_KEY while instantiating": (root) =>
    make(root, "optimizer:\n  _target_: Adam\n  rate: ${lr}\n"),
  INSTANTIATE_ASYNC: (root) =>
    instantiateSync(config(root, "later:\n  _target_: create\n"), { registry: targets() }),
  BUILD_INVALID: () => Reflect.apply(builds, undefined, [Adam, { rte: 0.2 }]),
  BUILD_UNSUPPORTED_VALUE: () => Reflect.apply(builds, undefined, [Adam, { rate: Symbol("x") }]),
  ZEN_INVALID: () => zen(({ x }: { x: number }) => x).validate({ y: 1 }),
  "VALUE_MISSING in a zen task": { argv: [], app: zenApp() },
  "LAUNCHER_INVALID without a program": {
    files: { "config.yaml": "x: 1\n" },
    argv: ["-m", "x=1,2", "hydra/launcher=processes"],
  },
  "LAUNCHER_INVALID chdir side by side": {
    files: { "config.yaml": "x: 1\n" },
    argv: ["-m", "x=1,2", "hydra/launcher=concurrent", "hydra.job.chdir=true"],
  },
  SLURM_UNAVAILABLE: slurmScene({}),
  SLURM_JOB_LOST: slurmScene({
    sbatch: "echo 42",
    squeue: 'echo "42_0|NODE_FAIL|None"',
    scontrol: 'case "$*" in *config*) ;; *) echo "JobState=NODE_FAIL ExitCode=0:0";; esac',
  }),
  JOB_SUBMITTED: () => {
    const now = new Date();
    const facts = { num: 3, status: "submitted", overrides: [], config: {}, hydraConfig: {} } as const;
    return new JobReturn({ ...facts, outputDir: "/app/3", taskName: "my_app", startedAt: now, endedAt: now })
      .returnValue;
  },
  WORKER_START: workerScene('console.error("no licence"); process.exitCode = 3;'),
  WORKER_LOST: workerScene(serving("process.exit(7);")),
  WORKER_MEMORY: workerScene(
    serving('process.stderr.write("JavaScript heap out of memory\\n", () => process.kill(process.pid, "SIGABRT"));'),
    ["hydra.launcher.memory_limit=40"],
  ),
  JOB_TIMEOUT: workerScene(serving("for (;;);"), ["hydra.launcher.timeout=0.5", "hydra.launcher.grace=0.1"]),
  QUEUE_UNREACHABLE: {
    files: { "config.yaml": "x: 1\n" },
    argv: ["-m", "x=1", "hydra/launcher=bullmq", "hydra.launcher.redis='redis://me:secret@127.0.0.1:1'"],
    worker: "",
  },
  LAUNCHER_INVALID: { files: { "config.yaml": "x: 1\n" }, argv: ["-m", "x=1,2", "hydra.launcher=null"] },
  SWEEP_INVALID: { files: { "config.yaml": "x: 1\n" }, argv: ["-m", "x=1,2", "hydra.sweeper.max_batch_size=0"] },
  SWEEP_CONDITION: {
    files: { "config.yaml": "lr: 1\noptimizer: sgd\n" },
    argv: ["-m", "lr=1,2", "optimizer=sgd,adam", "hydra.sweeper.where='optimzer == sgd and lr < 2'"],
  },
  SWEEP_ROWS: {
    files: { "config.yaml": "lr: 1\ndb: a\n", "jobs.csv": "lr,db\n0.1,mysql\n0.2,my,sql\n" },
    argv: ["-m", "hydra/sweeper=rows", "hydra.sweeper.file=conf/jobs.csv"],
  },
  SWEEP_CHANGED: sweepScene([], ["x=9"]),
  SWEEP_RUNNING: sweepScene([], [], { "sweep/sweep.lock": '{"pid":4711,"host":"gpu-7","since":"2026-11-22T10:00:00Z"}' }),
  JOURNAL_INVALID: sweepScene(['{"event":"planned","num', '{"event":"closed","status":"failed"}']),
  CALLBACK_INVALID: { files: { "config.yaml": "hydra:\n  callbacks:\n    upload:\n      bucket: a\n" } },
  CALLBACK_FAILED: {
    files: { "config.yaml": "hydra:\n  callbacks:\n    disk:\n      _target_: Broken\n      on_error: fail\n" },
    app: { registry: targets() },
  },
  UPLOAD_FAILED: (root) => uploadInto(path.join(root, "conf"), root),
  SECRET_MISSING: () => withSecretsGiven(["x=1", "db.password=<redacted>"], [], "outputs/2026-11-22/10-00-00"),
  LOGGING_INVALID: {
    files: { "config.yaml": "x: 1\n" },
    argv: ["hydra.job_logging.handlers.console.class=logging.StraemHandler"],
  },
  OUTPUT_DIR: { files: { "config.yaml": "x: 1\n" }, argv: ["hydra.run.dir=conf/config.yaml/out"] },
  METRIC_UNKNOWN: () => bestRows([], { by: "loss", count: 1 }),
  JOB_FAILED: () => runContext(),
  ENV_MISSING: { files: { "config.yaml": "x: 1\n" }, argv: ["hydra.job.env_copy=[OROCHI_NOT_SET]"] },
  "a task that throws": {
    files: { "config.yaml": "x: 1\n" },
    argv: ["x=2"],
    app: {
      task: () => {
        throw new RangeError("out of memory");
      },
    },
  },
} satisfies Record<string, Scene>;

/** A sweep that is resumed, with these lines in its journal after the first. */
function sweepScene(
  lines: readonly string[],
  overrides: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): AppScene {
  const header = {
    event: "sweep",
    time: "2026-11-22T10:00:00.000Z",
    version: 1,
    app: "my_app",
    configName: "config",
    overrides: { hydra: ["hydra.sweep.dir=conf/sweep"], task: ["x=1,2"] },
    flags: {},
    sweepDir: "conf/sweep",
    records: ".hydra",
    clock: "2026-11-22T10:00:00.000Z",
    seed: 1,
    jobs: 2,
    sources: {},
    orochi: version,
  };
  return {
    files: {
      "config.yaml": "x: 1\n",
      "sweep/multirun.yaml": "{}\n",
      "sweep/journal.jsonl": `${[JSON.stringify(header), ...lines].join("\n")}\n`,
      ...more,
    },
    argv: ["--resume", "conf/sweep", ...overrides],
  };
}

/** A sweep of one job in a worker whose file has this text. */
/** A sweep on a cluster whose commands are these. */
function slurmScene(commands: FakeCommands): AppScene {
  return {
    files: { "config.yaml": "x: 1\n" },
    argv: [
      "-m",
      "hydra/launcher=slurm",
      "hydra.launcher.file_delay=0",
      "hydra.launcher.poll_interval=0.05",
      "hydra.sweep.dir=sweep",
    ],
    worker: "",
    surround: (root) => fakeSlurm(root, commands),
  };
}

function workerScene(worker: string, argv: readonly string[] = []): AppScene {
  return {
    files: { "config.yaml": "x: 1\n" },
    argv: ["-m", "x=1", "hydra/launcher=processes", ...argv, "hydra.sweep.dir=sweep"],
    worker,
  };
}

/** A worker whose task is this. */
function serving(task: string): string {
  return `const send = (message) => process.send({ orochi: 1, ...message });
const { startMark } = JSON.parse(process.env.OROCHI_WORKER);
for (const stream of [process.stdout, process.stderr]) stream.write(startMark);
process.on("message", ({ type, job }) => {
  if (type !== "job") return;
  send({ type: "started", num: job.num, outputDir: process.cwd(), files: false });
  setImmediate(() => { ${task} });
});
send({ type: "ready" });
`;
}

function targets(): TargetRegistry {
  const registry = new TargetRegistry();
  registry.register("Adam", Adam);
  registry.register("create", createLater);
  registry.register("Broken", Broken);
  registry.register("defaultPort", 3306);
  return registry;
}

function make(root: string, text: string): Promise<unknown> {
  return instantiate(config(root, text), { registry: targets() });
}

function config(root: string, text: string): object {
  const file = path.join(root, "config.yaml");
  writeFileSync(file, text);
  return load(file);
}

function makeA() {
  return function create() {
    return "a";
  };
}

function makeB() {
  return function create() {
    return "b";
  };
}

function zenApp() {
  const store = new ZenStore();
  store(z.object({ x: z.int() }), { name: "task" });
  return { store, configName: "task", task: ({ x }: { x: number }) => x };
}
