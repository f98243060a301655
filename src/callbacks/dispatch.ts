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
  async emit<H extends Hook>(hook: H, event: Omit<CallbackEvents[H], "log">): Promise<void> {
    const entries = order[hook] === "forward" ? this.entries : this.entries.toReversed();
    let failure: HydraException | undefined;
    for (const entry of entries) {
      const thrown = await this.#call(entry, hook, event);
      failure ??= thrown;
    }
    if (failure !== undefined) throw failure;
  }

  async #call<H extends Hook>(
    { name, callback, onError }: CallbackEntry,
    hook: H,
    event: Omit<CallbackEvents[H], "log">,
  ): Promise<HydraException | undefined> {
    const className = callbackName(callback, name);
    try {
      const method: unknown = callback[hook];
      if (typeof method === "function") {
        const log = this.#options.log(className);
        await Reflect.apply(method, callback, [{ ...event, log }]);
      }
      return undefined;
    } catch (error) {
      const summary = `Callback ${className}.${hook} threw ${describeThrown(error)}`;
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
