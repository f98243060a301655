import type { RunContext } from "../jobs/run-context.ts";
import type { SchemaOutput, StandardSchema } from "../schema/standard-schema.ts";
import { invalidZen } from "./zen-errors.ts";
import { callWithConfig } from "./zen-call.ts";
import type { GivenFields } from "./config-shape.ts";
import type { Branded, IsOpen } from "./config-types.ts";
import { runMain, type ZenMainOptions } from "./zen-main.ts";
import type { ZenOptions } from "./zen-options.ts";
import { zenBrand } from "./zen-reading.ts";
import { readTask } from "./zen-task.ts";
import { validateConfig } from "./zen-validate.ts";

/** A task: takes its parameters as one object, and may ask for the run it is part of. */
export type Task = (...args: never[]) => unknown;
type ParamsOf<F extends Task> = F extends (params: infer P, ...rest: never[]) => unknown ? P : unknown;
type AnswerOf<F extends Task> = F extends (...args: never[]) => infer R ? R : never;

/** A config whose values do not fit what the task takes: the name of the property says why. */
interface Mismatch<Wanted, Given> {
  readonly "the config does not fit the task": { readonly wanted: Wanted; readonly given: Given };
}

/** What a task gets from a schema or a config. */
type GivenBy<C> = C extends StandardSchema
  ? SchemaOutput<C>
  : Branded<C> extends true
    ? GivenFields<C>
    : unknown;

/**
 * Refuses a config whose values do not fit the task. Where a type is not known, or other configs add to it, the check is left to the
 * run.
 */
export type FittingConfig<F extends Task, C> =
  IsOpen<C> extends true
    ? C
    : unknown extends GivenBy<C>
      ? C
      : GivenBy<C> extends ParamsOf<F>
        ? C
        : C & Mismatch<ParamsOf<F>, GivenBy<C>>;

/** A task that takes a config: made by {@link zen}. */
export interface ZenTask<F extends Task> {
  /** Runs the task with what its parameters name in the config. The config is a config, plain data or YAML text. */
  <C>(config: FittingConfig<F, C>, context?: RunContext): Promise<Awaited<AnswerOf<F>>>;
  /** The task itself. */
  readonly func: F;
  /**
   * Checks that the config has what the task needs, without calling or instantiating anything (Z-ZEN-014).
   *
   * @throws {ZenError} code `ZEN_INVALID`, naming all that is missing.
   */
  validate(config: unknown): void;
  /**
   * Runs the task as a program: reads the command line, composes the config, runs one job or many. Never rejects: problems are
   * printed and told by the exit code. With `config`, the compiler checks that it fits the task.
   *
   * @example
   * import { z } from "zod";
   * const Config = z.object({ x: z.int() });
   * const task = ({ x }: { x: number }) => x * 2;
   * await zen(task).main({ config: Config }); // the compiler checks that it fits
   * const own = new ZenStore();
   * own(Config, { name: "task" });
   * await zen(task).main({ configName: "task", store: own });
   */
  main<C = unknown>(
    options?: ZenMainOptions & { readonly config?: FittingConfig<F, C> | undefined },
  ): Promise<void>;
}

/**
 * Wraps a task so that it can be called with a config: fields are found by the names of its parameters and instantiated, others
 * are left alone.
 *
 * @param config - the task's config or schema, to have the compiler check that it fits; `main()` uses it too.
 * @throws {ZenError} when the task's parameters cannot be read, or an option is unusable.
 */
export function zen<F extends Task>(task: F, options?: ZenOptions): ZenTask<F>;
export function zen<F extends Task, C>(
  task: F,
  config: FittingConfig<F, C>,
  options?: ZenOptions,
): ZenTask<F>;
export function zen(task: Task, first: unknown = {}, second?: ZenOptions): unknown {
  const isOptions = second === undefined && isZenOptions(first);
  const options = isOptions ? (first as ZenOptions) : (second ?? {});
  const reading = readTask(task, options, zenFromConfig);
  const call = (config: unknown, context?: RunContext): Promise<unknown> =>
    callWithConfig(reading, config, context);
  Object.defineProperty(call, "name", { value: task.name });
  return Object.assign(call, {
    [zenBrand]: reading,
    func: task,
    validate: (config: unknown) => validateConfig(reading, config),
    main: (given: ZenMainOptions & { readonly config?: unknown } = {}) =>
      runMain(reading, isOptions || "config" in given ? given : { ...given, config: first }),
    toString: () => `zen(${task.name})`,
  });
}

/** What the config of a task names as its target (Z-VAL-005). */
export function zenFromConfig(task: Task, { ...options }: ZenOptions = {}): ZenTask<Task> {
  const given = Object.entries(options).filter(([, value]) => value !== null);
  return zen(task, Object.fromEntries(given) as ZenOptions);
}

const optionNames = new Set<unknown>([
  "preCall",
  "exclude",
  "unpackKwargs",
  "resolvePreCall",
  "runInContext",
  "wrapTarget",
]);

function isZenOptions(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    if (value === undefined || typeof value === "function") return false;
    throw invalidZen("zen() takes a task, its config and options");
  }
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).every((name) => optionNames.has(name))
  );
}
