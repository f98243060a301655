import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "../../errors/hydra-errors.ts";
import type { QueueWorkerOptions } from "../../launch/bullmq/queue-worker.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";
import { nodeArgsFor } from "./node-args.ts";

export const workerHelp = `Take the jobs of sweeps with hydra/launcher=bullmq from a queue, and run them.

  orochi worker FILE --queue NAME --redis URL [-- ARGUMENT ...]

FILE is the app, as the sweep runs it: .ts, .mts, .js, .mjs, .cjs. What stands after -- is what the app finds as its arguments.

  --queue NAME           hydra.launcher.queue of the sweep; orochi
  --redis URL            redis://user:password@host:6379/0; the variable REDIS_URL, or Redis on this machine
  --prefix TEXT          hydra.launcher.prefix of the sweep; bull
  -c, --concurrency N    jobs at a time; 1
  --rate-limit N/S       begin at most N jobs in S seconds
  --lock-duration S      seconds that the lock of a job holds without being renewed; 30
  --stalled-interval S   seconds between two looks for jobs that were lost; 30
  --max-stalled N        how often a job may be lost before it fails; 1
  --on-mismatch WHAT     jobs that were planned with other code of FILE or another Orochi: refuse or warn; refuse
  --directory DIR        for sweeps whose directory is not on this machine; queued-jobs
  --isolate              a process for every job
  --recycle-after N      a new process after so many jobs
  --memory-limit MB      JavaScript heap of a process
  --grace S              seconds that a job has to end, once it is cancelled or its time is over; 10
  --start-timeout S      seconds that FILE has to come to its call of main(); 60
  --node-arg OPTION      a further option of Node for the processes; may be given several times

Ctrl-C takes no further job and waits for those that run; a second one leaves at once, and other workers run them again.
`;

const options = {
  queue: { type: "string", default: "orochi" },
  redis: { type: "string" },
  prefix: { type: "string", default: "bull" },
  concurrency: { type: "string", short: "c", default: "1" },
  "rate-limit": { type: "string" },
  "lock-duration": { type: "string", default: "30" },
  "stalled-interval": { type: "string", default: "30" },
  "max-stalled": { type: "string", default: "1" },
  "on-mismatch": { type: "string", default: "refuse" },
  directory: { type: "string", default: "queued-jobs" },
  isolate: { type: "boolean", default: false },
  "recycle-after": { type: "string" },
  "memory-limit": { type: "string" },
  grace: { type: "string", default: "10" },
  "start-timeout": { type: "string", default: "60" },
  "connect-timeout": { type: "string", default: "10" },
  "node-arg": { type: "string", multiple: true, default: [] },
  help: { type: "boolean", short: "h", default: false },
} as const satisfies ParseArgsConfig["options"];

type Values = ReturnType<typeof parse>["values"];

/** What the words of `orochi worker` say; `undefined`: they ask for help. */
export function workerOptions(
  argv: readonly string[],
  terminal: Terminal,
): Omit<QueueWorkerOptions, "tell"> | undefined {
  const end = argv.indexOf("--");
  const { values, positionals } = parse(end === -1 ? argv : argv.slice(0, end));
  if (values.help) return undefined;
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0)
    throw new UsageError("USAGE", "orochi worker takes one file: that of the app", {
      hint: "orochi worker ./my_app.ts --queue NAME --redis URL",
    });
  const cwd = terminal.cwd();
  const script = scriptFile(path.resolve(cwd, file), file);
  const whole = { least: 1, isWhole: true };
  const seconds = (name: SecondsName): number => 1000 * numberOf(values, name, { least: 0 });
  return {
    place: {
      queue: values.queue,
      url: values.redis ?? terminal.env["REDIS_URL"] ?? "redis://127.0.0.1:6379",
      prefix: values.prefix,
      connectTimeoutMs: seconds("connect-timeout"),
    },
    program: {
      script,
      args: end === -1 ? [] : argv.slice(end + 1),
      nodeArgs: nodeArgsFor(script, process.execArgv),
      cwd,
      env: terminal.env,
    },
    version,
    concurrency: numberOf(values, "concurrency", whole),
    rate: rateOf(values["rate-limit"]),
    lockMs: 1000 * numberOf(values, "lock-duration", { least: 1 }),
    stalledIntervalMs: 1000 * numberOf(values, "stalled-interval", { least: 0.1 }),
    maxStalled: numberOf(values, "max-stalled", { least: 0, isWhole: true }),
    toleratesMismatch: toleratesMismatch(values["on-mismatch"]),
    directory: path.resolve(cwd, values.directory),
    jobsPerProcess: values.isolate ? 1 : numberOf(values, "recycle-after", whole),
    nodeArgs: values["node-arg"],
    memoryLimitMb: numberOf(values, "memory-limit", whole),
    graceMs: seconds("grace"),
    startTimeoutMs: seconds("start-timeout"),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError("USAGE", error instanceof Error ? (error.message.split(". ")[0] ?? "") : "", {
      hint: "`orochi worker --help` lists the options",
    });
  }
}

function scriptFile(file: string, typed: string): string {
  try {
    const real = realpathSync(file);
    if (statSync(real).isFile()) return real;
  } catch {
    // Said below.
  }
  throw new UsageError("USAGE", `There is no file ${typed}`, { hint: "give the file that calls main()" });
}

type SecondsName = "connect-timeout" | "grace" | "start-timeout";
type NumberName =
  | SecondsName
  | "concurrency"
  | "lock-duration"
  | "stalled-interval"
  | "max-stalled"
  | "recycle-after"
  | "memory-limit";

/** A number within its bounds; without limit where none is given. */
function numberOf(
  values: Values,
  name: NumberName,
  { least, isWhole = false }: { readonly least: number; readonly isWhole?: boolean },
): number {
  const text = values[name];
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const value = Number(text);
  if (text.trim() !== "" && value >= least && (!isWhole || Number.isInteger(value))) return value;
  throw new UsageError("USAGE", `--${name} cannot be ${text}`, {
    hint: `give ${isWhole ? "an integer" : "a number"} from ${least} on`,
  });
}

function rateOf(text: string | undefined): QueueWorkerOptions["rate"] {
  if (text === undefined) return undefined;
  const [, max = "", seconds = ""] = /^(\d+)\/(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (Number(max) >= 1 && Number(seconds) > 0) return { max: Number(max), duration: 1000 * Number(seconds) };
  throw new UsageError("USAGE", `--rate-limit cannot be ${text}`, {
    hint: "write jobs and seconds: --rate-limit 100/60",
  });
}

function toleratesMismatch(text: string): boolean {
  if (text === "refuse" || text === "warn") return text === "warn";
  throw new UsageError("USAGE", `--on-mismatch cannot be ${text}`, { hint: "choose refuse or warn" });
}
