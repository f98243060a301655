import { hostname } from "node:os";
import { Secrets } from "../compose/secrets.ts";
import { findNode } from "../config/view.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { JobReturn, JobStatus } from "../sweep/job-return.ts";
import type { Callback, CallbackEvent, MultirunEndEvent, RunEndEvent } from "./callback.ts";
import { hydraLines, hydraText, startDirectory } from "./event-places.ts";

/** The config of `hydra/callbacks: notify`. */
export interface NotifyConfig {
  /** A program and its arguments, started without a shell where the program was; it reads the message as JSON from its standard input. @defaultValue none */
  readonly command?: readonly string[] | string | null;
  /** An address that gets the message as JSON by `POST`. @defaultValue none */
  readonly url?: string | null;
  /** Headers of the request, such as an authorization. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Which runs: all of them, or those that failed or were cancelled. @defaultValue `always` */
  readonly when?: "always" | "failed";
  /** Seconds that command and request may take each. @defaultValue `30` */
  readonly timeout?: number;
}

/** What is told of a run or sweep. */
interface Message {
  readonly event: "run" | "multirun";
  readonly app: string | null;
  readonly status: JobStatus;
  /** One line for people. */
  readonly text: string;
  readonly overrides: readonly string[];
  readonly directory: string | null;
  readonly seconds: number;
  readonly host: string;
  readonly jobs: Readonly<Record<"total" | "completed" | "failed" | "cancelled", number>>;
  /** The first jobs that failed. */
  readonly failed: readonly {
    readonly num: number | null;
    readonly overrides: readonly string[];
    readonly error: string;
  }[];
}

/** More of them make no message. */
const mostFailed = 20;

/**
 * Tells that a run or sweep is over, by a command or a request: `hydra/callbacks: notify`. What is secret stays out of the message.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { notify: builds(Notify, { command: ["notify-send", "done"], when: "failed" }) } }));
 */
export class Notify implements Callback {
  readonly #config: Required<NotifyConfig>;
  #start = performance.now();

  constructor({
    command = null,
    url = null,
    headers = {},
    when = "always",
    timeout = 30,
  }: NotifyConfig = {}) {
    this.#config = { command, url, headers, when, timeout };
  }

  onRunStart(): void {
    this.#begin();
  }
  onMultirunStart(): void {
    this.#begin();
  }

  async onRunEnd(event: RunEndEvent): Promise<void> {
    const { jobReturn, config } = event;
    const { status, outputDir } = jobReturn;
    await this.#tell(event, { event: "run", status, directory: outputDir, jobReturns: [jobReturn], config });
  }

  async onMultirunEnd(event: MultirunEndEvent): Promise<void> {
    const { config, error, signal, jobReturns, sweepDir = null } = event;
    const status = signal.aborted ? "cancelled" : error === undefined ? "completed" : "failed";
    await this.#tell(event, { event: "multirun", status, directory: sweepDir, jobReturns, config });
  }

  /** A notification that could go nowhere is a mistake, told before the run. */
  #begin(): void {
    this.#start = performance.now();
    if (this.#config.command !== null || this.#config.url !== null) return;
    throw new HydraException("CALLBACK_INVALID", "Nobody is notified: there is neither a command nor a URL", {
      key: "hydra.callbacks.notify",
      hint: "hydra.callbacks.notify.url=https://… or hydra.callbacks.notify.command=[program,argument]",
    });
  }

  async #tell({ log }: CallbackEvent, facts: Facts): Promise<void> {
    if (this.#config.when === "failed" && facts.status === "completed") return;
    const { command, url } = this.#config;
    const message = JSON.stringify(messageOf(facts, Math.round(performance.now() - this.#start) / 1000));
    const words = typeof command === "string" ? [command] : [...(command ?? [])];
    const ways = [
      ...(words.length === 0 ? [] : [this.#run(words, message, startDirectory(facts.config))]),
      ...(url === null ? [] : [this.#post(url, message)]),
    ];
    const failures = (await Promise.allSettled(ways)).filter((way) => way.status === "rejected");
    if (failures[0] !== undefined) throw failures[0].reason;
    log.debug(`Notified: ${message}`);
  }

  #run([program = "", ...args]: readonly string[], message: string, cwd: string): Promise<void> {
    const { spawn } = process.getBuiltinModule("node:child_process");
    const timeout = 1000 * this.#config.timeout;
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        cwd,
        stdio: ["pipe", "ignore", "pipe"],
        timeout,
        killSignal: "SIGKILL",
        windowsHide: true,
      });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said = (said + text).slice(-1000);
      });
      child.on("error", reject);
      child.on("close", (code, signal) => {
        if (code === 0) return resolve();
        const how =
          code === null
            ? `was ended by ${signal ?? "a signal"} (timeout: ${timeout / 1000} s)`
            : `exited with code ${code}`;
        reject(new Error(`${program} ${how}${said.trim() === "" ? "" : `: ${said.trim()}`}`));
      });
      // A program that does not read it is as good.
      child.stdin.on("error", () => {});
      child.stdin.end(`${message}\n`);
    });
  }

  async #post(url: string, message: string): Promise<void> {
    const { headers, timeout } = this.#config;
    const given = Object.fromEntries(
      Object.entries<unknown>(headers).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
    const host = hostOf(url);
    let response: Response;
    try {
      response = await fetch(url, {
        method: "POST",
        body: message,
        headers: { "content-type": "application/json", ...given },
        signal: AbortSignal.timeout(1000 * timeout),
      });
    } catch (error) {
      const isLate = error instanceof Error && error.name === "TimeoutError";
      const why = isLate ? `it did not answer within ${timeout} s` : reasonOf(error);
      // The path of a webhook is often its password.
      throw new Error(`${host} was not notified: ${why}`, { cause: error });
    }
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${host} answered ${response.status} ${response.statusText}`.trim());
  }
}

interface Facts {
  readonly event: Message["event"];
  readonly status: JobStatus;
  readonly directory: string | null;
  readonly jobReturns: readonly JobReturn[];
  readonly config: unknown;
}

function messageOf({ event, status, directory, jobReturns, config }: Facts, seconds: number): Message {
  const secrets = Secrets.of(findNode(config));
  const jobs = { total: jobReturns.length, completed: 0, failed: 0, cancelled: 0 };
  for (const { status: ended } of jobReturns)
    if (ended === "completed" || ended === "failed" || ended === "cancelled") jobs[ended]++;
  const app = hydraText(config, "job.name") ?? null;
  const counts = event === "run" ? "" : ` (${jobs.completed} of ${jobs.total} jobs completed)`;
  return {
    event,
    app,
    status,
    text: `${app ?? "The run"} ${status}${counts} after ${seconds} s on ${hostname()}`,
    overrides: secrets.overrides(hydraLines(config, "overrides.task")),
    directory,
    seconds,
    host: hostname(),
    jobs,
    failed: jobReturns
      .filter((jobReturn) => jobReturn.status === "failed")
      .slice(0, mostFailed)
      .map(({ num = null, overrides, error }) => ({
        num,
        overrides: secrets.overrides(overrides),
        error: secrets.text(error instanceof Error ? error.message : String(error)),
      })),
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the URL";
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && cause.message !== "") return cause.message;
  return error instanceof Error ? error.message : String(error);
}
