import { HydraException } from "../../errors/hydra-errors.ts";

/** What Slurm says of one job of an array. */
export interface TaskState {
  /** `RUNNING`, `FAILED`, … */
  readonly state: string;
  readonly reason: string | undefined;
  readonly exitCode?: number | undefined;
  /** The signal that ended it. */
  readonly signal?: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What a job waits in, or runs in: every other state is an end. */
const waitingStates = new Set([
  "PENDING",
  "CONFIGURING",
  "REQUEUED",
  "REQUEUE_HOLD",
  "REQUEUE_FED",
  "RESV_DEL_HOLD",
  "SPECIAL_EXIT",
]);
const activeStates = new Set([
  "RUNNING",
  "COMPLETING",
  "SUSPENDED",
  "RESIZING",
  "SIGNALING",
  "STAGE_OUT",
  "STOPPED",
]);

export function isWaiting({ state }: TaskState): boolean {
  return waitingStates.has(state);
}
export function isActive({ state }: TaskState): boolean {
  return activeStates.has(state);
}

/** The commands of Slurm, run as programs: no shell reads what they are given. */
export class SlurmCommands {
  readonly #env: NodeJS.ProcessEnv;
  readonly #cwd: string;

  constructor(env: Environment, cwd: string) {
    this.#env = environmentOf(env);
    this.#cwd = cwd;
  }

  /** Submits an array, and answers its number. */
  async submit(words: readonly string[], env: Environment): Promise<string> {
    const text = await this.#run("sbatch", words, env);
    // A cluster may stand behind the number.
    const id = text.trim().split("\n").at(-1)?.split(";", 1)[0] ?? "";
    if (/^\d+$/.test(id)) return id;
    throw failed("sbatch", `sbatch did not name the array: ${text.trim() || "it said nothing"}`);
  }

  /** How many jobs an array may have; `undefined` when the cluster does not say. */
  async maxArraySize(): Promise<number | undefined> {
    const text = await this.#run("scontrol", ["show", "config"]);
    const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(text)?.[1]);
    return size > 0 ? size : undefined;
  }

  /** The states of all jobs of some arrays, by name (`12_3`). Those that Slurm has forgotten are not there. */
  async states(arrays: readonly string[]): Promise<Map<string, TaskState>> {
    const words = [
      "--noheader",
      "--array",
      "--states=all",
      "--format=%i|%T|%r",
      `--jobs=${arrays.join(",")}`,
    ];
    let text: string;
    try {
      text = await this.#run("squeue", words);
    } catch (error) {
      // When it knows none of them, that is an error.
      if (/invalid job id/i.test(String(error))) return new Map();
      throw error;
    }
    const states = new Map<string, TaskState>();
    for (const line of text.split("\n")) {
      const [id, state, reason] = line.trim().split("|");
      if (id !== undefined && state !== undefined) states.set(id, { state, reason });
    }
    return states;
  }

  /** More of one job, from the controller or, where there is one, the accounting. `undefined`: nobody knows of it. */
  async describe(id: string): Promise<TaskState | undefined> {
    return (await this.#show(id)) ?? this.#account(id);
  }

  async cancel(arrays: readonly string[]): Promise<void> {
    await this.#run("scancel", arrays);
  }

  async requeue(id: string): Promise<void> {
    await this.#run("scontrol", ["requeue", id]);
  }

  async #show(id: string): Promise<TaskState | undefined> {
    const text = await this.#run("scontrol", ["show", "job", "--oneliner", id]).catch(() => "");
    const state = /\bJobState=(\w+)/.exec(text)?.[1];
    if (state === undefined) return undefined;
    return { state, reason: /\bReason=(\S+)/.exec(text)?.[1], ...exitOf(/\bExitCode=(\S+)/.exec(text)?.[1]) };
  }

  async #account(id: string): Promise<TaskState | undefined> {
    const words = ["--noheader", "--parsable2", "--allocations", "--format=State,ExitCode", `--jobs=${id}`];
    const text = await this.#run("sacct", words).catch(() => "");
    const [state = "", exit] = text.trim().split("\n").at(-1)?.split("|") ?? [];
    // "CANCELLED by 1000"
    const [word = ""] = state.split(" ", 1);
    return word === "" ? undefined : { state: word, reason: undefined, ...exitOf(exit) };
  }

  #run(command: string, words: readonly string[], env?: Environment): Promise<string> {
    // Taken when needed: most programs never start another one (D13).
    const { execFile } = process.getBuiltinModule("node:child_process");
    return new Promise((resolve, reject) => {
      const options = {
        cwd: this.#cwd,
        env: env === undefined ? this.#env : environmentOf(env),
        maxBuffer: 2 ** 30,
        timeout: 120_000,
      };
      execFile(command, words, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(commandError(command, error, stderr));
      });
    });
  }
}

function exitOf(text: string | undefined): Pick<TaskState, "exitCode" | "signal"> {
  const [code, signal] = text?.split(":").map(Number) ?? [];
  return { exitCode: code, signal: signal === 0 ? undefined : signal };
}

/** Without what an allocation that this program may run in says of itself: it is not for the jobs. */
function environmentOf(env: Environment): NodeJS.ProcessEnv {
  const kept = /^(?!SLURM_)|^SLURM_(?:CONF|CLUSTERS|JWT|TIME_FORMAT)/;
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== undefined && kept.test(name)),
  );
}

function commandError(command: string, error: Error, stderr: string): HydraException {
  if ("code" in error && error.code === "ENOENT") {
    return new HydraException("SLURM_UNAVAILABLE", `There is no command ${command} on this machine`, {
      key: "hydra.launcher",
      hint: "start the sweep where Slurm's commands are, such as a login node, or choose hydra/launcher=processes",
    });
  }
  const said = stderr.trim().replace(/^(?:\w+: error: )/gm, "");
  return failed(command, `${command} failed: ${said === "" ? error.message : said.split("\n").join("; ")}`);
}

function failed(command: string, summary: string): HydraException {
  return new HydraException("SLURM_UNAVAILABLE", summary, {
    key: "hydra.launcher",
    hint:
      command === "sbatch"
        ? "check the options of hydra.launcher; sinfo shows partitions and their limits"
        : "sinfo shows whether Slurm answers",
  });
}
