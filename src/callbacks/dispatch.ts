import { isOrochiError } from "../errors/base.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { Callback, CallbackEvents, CallbackLog, Hook } from "./callback.ts";

/** A callback of a run. */
export interface CallbackEntry {
  /** Its key in `hydra.callbacks`. */
  readonly name: string;
  readonly callback: Callback;
  /** What an error of a hook means: a warning, or the end of the run. */
  readonly onError: "warn" | "fail";
}

export interface DispatchOptions {
  readonly warn: (message: string) => void;
  /** The logger for a callback of this class. */
  readonly log: (className: string) => CallbackLog;
}

/** Something that a callback does after the records of a job are written. */
export interface LaterWork {
  readonly entry: CallbackEntry;
  readonly work: () => Promise<void>;
}

/** An event as it is emitted: each callback gets its own `log`, and its own `later`. */
export type EmittedEvent<H extends Hook> = Omit<CallbackEvents[H], "log" | "later">;

const order = {
  onRunStart: "forward",
  onMultirunStart: "forward",
  onJobStart: "forward",
  onJobProgress: "forward",
  onRunEnd: "reverse",
  onMultirunEnd: "reverse",
  onJobEnd: "reverse",
  onJobError: "reverse",
} as const satisfies Record<Hook, "forward" | "reverse">;

/** Calls the hooks of a run's callbacks (design D10). */
export class CallbackDispatch {
  readonly entries: readonly CallbackEntry[];
  readonly #options: DispatchOptions;

  constructor(entries: readonly CallbackEntry[], options: DispatchOptions) {
    this.entries = entries;
    this.#options = options;
  }

  /**
   * Calls one hook of every callback, one after another: start hooks in config order, end hooks in reverse. All are called, also
   * when one throws.
   *
   * @throws {HydraException} code `CALLBACK_FAILED`, when a hook threw whose callback says `on_error: fail`.
   */
  async emit<H extends Hook>(
    hook: H,
    event: EmittedEvent<H>,
    onLater: (later: LaterWork) => void = () => {},
  ): Promise<void> {
    const entries = order[hook] === "forward" ? this.entries : this.entries.toReversed();
    let failure: HydraException | undefined;
    for (const entry of entries) {
      const thrown = await this.#guarded(entry, hook, () => this.#call(entry, hook, event, onLater));
      failure ??= thrown;
    }
    if (failure !== undefined) throw failure;
  }

  /**
   * Does what a callback left for later. Never rejects.
   *
   * @returns why the job failed after all.
   */
  runLater({ entry, work }: LaterWork): Promise<HydraException | undefined> {
    return this.#guarded(entry, "onJobEnd", work);
  }

  /** Runs the task inside of what callbacks put around it, the first one outermost. */
  aroundTask<Result>(
    event: Pick<CallbackEvents["onJobStart"], "config" | "outputDir">,
    task: () => Promise<Result>,
  ): Promise<Result> {
    return this.entries.reduceRight<() => Promise<Result>>(
      (inner, { callback }) =>
        callback.aroundTask === undefined
          ? inner
          : async () => callback.aroundTask?.(event, inner) ?? inner(),
      task,
    )();
  }

  async #call<H extends Hook>(
    entry: CallbackEntry,
    hook: H,
    event: EmittedEvent<H>,
    onLater: (later: LaterWork) => void,
  ): Promise<void> {
    const { name, callback } = entry;
    const method: unknown = callback[hook];
    if (typeof method !== "function") return;
    const log = this.#options.log(callbackName(callback, name));
    const later = hook === "onJobEnd" ? { later: (work: LaterWork["work"]) => onLater({ entry, work }) } : {};
    const call = async (): Promise<void> => {
      await Reflect.apply(method, callback, [{ ...event, ...later, log }]);
    };
    const { config } = event;
    const around = this.entries.filter((other) => other !== entry && other.callback.aroundHook !== undefined);
    await around.reduceRight<() => Promise<void>>(
      (inner, other) => async () => other.callback.aroundHook?.({ hook, callback: name, config }, inner),
      call,
    )();
  }

  /** What is thrown becomes a warning, or what it answers. */
  async #guarded(
    { name, callback, onError }: CallbackEntry,
    hook: Hook,
    work: () => Promise<void>,
  ): Promise<HydraException | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      const summary = `Callback ${callbackName(callback, name)}.${hook} threw ${describeThrown(error)}`;
      if (onError === "warn") {
        this.#options.warn(summary);
        return undefined;
      }
      return new HydraException("CALLBACK_FAILED", summary, { key: `hydra.callbacks.${name}`, cause: error });
    }
  }
}

function callbackName(callback: Callback, fallback: string): string {
  const name: unknown = callback.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? name : fallback;
}

function describeThrown(error: unknown): string {
  if (isOrochiError(error)) return `${error.name}: ${error.summary}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
