import { HydraException } from "../errors/hydra-errors.ts";
import type { Override } from "../overrides/types.ts";
import { didYouMean } from "../text/nearest.ts";
import { Source } from "../text/source.ts";
import { type AxesConditions, SweepAxes } from "./axes.ts";
import { compileCondition, conditionKey, type Test } from "./condition/evaluate.ts";
import { paramOverrides, type SweepParams } from "./params.ts";
import type { SweepContext } from "./sweeper.ts";

/** What the jobs of a sweep are made of, as the configs of our sweepers say it. */
export interface SpaceConfig {
  /** Overrides that every sweep starts with, by key; those of the command line replace them. @defaultValue none */
  readonly params?: SweepParams | null | undefined;
  /** Conditions, such as `lr <= 0.1 and optimizer == sgd`, of which all must hold for a job. @defaultValue none */
  readonly where?: string | Iterable<string> | null | undefined;
  /** By key a condition under which a job has that override at all. @defaultValue none */
  readonly when?: SweepParams | null | undefined;
  /** How often each job runs. @defaultValue 1 */
  readonly repeat?: number | null | undefined;
  /**
   * What tells the repeats of a job apart: this key is overridden with `seed`, `seed + 1`, and so on. `null`: nothing.
   *
   * @defaultValue `seed`
   */
  readonly repeat_key?: string | null | undefined;
  /** Makes shuffled sweeps come in the same order every time; also the first seed of repeats. @defaultValue `null` */
  readonly seed?: number | null | undefined;
}

/** Overrides that belong together: all jobs of a sweep are those of its blocks, one block after the other. */
export type Block = readonly Override[];

type SpaceContext = Pick<SweepContext, "parseOverride" | "options" | "seed">;

/**
 * All jobs of a sweep: for each block the product of the params, the block and the command line, where a later one replaces an
 * earlier one with the same key; less those that the conditions refuse; each as often as `repeat` says.
 */
export class SweepSpace {
  readonly #blocks: Iterable<Block>;
  readonly #before: readonly Override[];
  readonly #after: readonly Override[];
  readonly #context: SpaceContext;
  readonly #seed: number | undefined;
  readonly #conditions: AxesConditions;
  /** Runs of each job that nothing tells apart. */
  readonly #copies: number;
  #size: number | undefined;

  /** `blocks` are walked more than once, and need not be held in memory. */
  constructor(
    overrides: readonly Override[],
    config: SpaceConfig,
    context: SpaceContext,
    blocks: Iterable<Block> = [[]],
  ) {
    this.#blocks = blocks;
    this.#context = context;
    this.#seed = config.seed ?? context.seed;
    this.#before = paramOverrides(config.params ?? {}, context.parseOverride);
    const repeat = checkedRepeat(config.repeat);
    const key = config.repeat_key === undefined ? "seed" : config.repeat_key;
    const seeds =
      repeat === 1 || key === null ? undefined : seedOverride(key, repeat, config.seed ?? 0, context);
    this.#copies = seeds === undefined ? repeat : 1;
    if (seeds !== undefined) requireFree(seeds, [...this.#before, ...overrides]);
    this.#after = seeds === undefined ? overrides : [...overrides, seeds];
    this.#conditions = this.#compile(config);
  }

  /** How many jobs there are. */
  get size(): number {
    return (this.#size ??= this.#count());
  }

  #count(): number {
    let size = 0;
    for (const axes of this.#axes()) size += axes.size * this.#copies;
    return size;
  }

  /** The overrides of each job, one job at a time. */
  *jobs(): Generator<readonly Override[]> {
    for (const axes of this.#axes())
      for (const job of axes.jobs()) for (let copy = 0; copy < this.#copies; copy++) yield job;
  }

  *#axes(): Generator<SweepAxes> {
    for (const block of this.#blocks) {
      yield new SweepAxes([...this.#before, ...block, ...this.#after], {
        options: this.#context.options,
        seed: this.#seed,
        ...this.#conditions,
      });
    }
  }

  #compile({ where, when }: SpaceConfig): AxesConditions {
    const conditions = textsOf(where);
    const byKey = entriesOf(when);
    if (conditions.length === 0 && byKey.length === 0) return {};
    const keys = this.#keys();
    const compile = (key: string, text: unknown): Test =>
      compileCondition(new Source(key, conditionText(key, text)), keys);
    return {
      where: conditions.map((text) => compile("hydra.sweeper.where", text)),
      when: new Map(
        byKey.map(([key, text]) => {
          if (!keys.has(key)) throw unknownKey(key, keys);
          return [key, compile(`hydra.sweeper.when.${key}`, text)];
        }),
      ),
    };
  }

  #keys(): ReadonlySet<string> {
    const keys = new Set([...this.#before, ...this.#after].map(conditionKey));
    for (const block of this.#blocks) for (const override of block) keys.add(conditionKey(override));
    return keys;
  }
}

function textsOf(where: SpaceConfig["where"]): string[] {
  if (where === null || where === undefined) return [];
  return typeof where === "string" ? [where] : [...where];
}

function entriesOf(when: SpaceConfig["when"]): [string, unknown][] {
  if (when === null || when === undefined) return [];
  const entries: Iterable<[unknown, unknown]> = when instanceof Map ? when : Object.entries(when);
  return [...entries].map(([key, value]) => [String(key), value]);
}

function conditionText(key: string, text: unknown): string {
  if (typeof text === "string") return text;
  throw new HydraException("SWEEP_CONDITION", "A condition is written as text", {
    key,
    hint: "in quotes, such as 'lr <= 0.1 and optimizer == sgd'",
  });
}

function unknownKey(key: string, keys: ReadonlySet<string>): HydraException {
  return new HydraException("SWEEP_CONDITION", `'${key}' is not overridden by this sweep`, {
    key: `hydra.sweeper.when.${key}`,
    hint: didYouMean(key, keys) ?? "a condition belongs to a key that the sweep overrides",
  });
}

function checkedRepeat(value: number | null | undefined): number {
  if (value === null || value === undefined) return 1;
  if (Number.isInteger(value) && value > 0) return value;
  throw new HydraException("SWEEP_INVALID", `hydra.sweeper.repeat cannot be ${value}`, {
    key: "hydra.sweeper.repeat",
    hint: "give a positive integer",
  });
}

/** The seeds of the repeats as a sweep, the fastest of all. */
function seedOverride(key: string, repeat: number, first: number, { parseOverride }: SpaceContext): Override {
  const text = `${key}=range(${first},${first + repeat})`;
  return parseOverride(text, new Source("hydra.sweeper.repeat_key", text));
}

function requireFree(seeds: Override, overrides: readonly Override[]): void {
  const key = conditionKey(seeds);
  const taken = overrides.find((override) => conditionKey(override) === key);
  if (taken === undefined) return;
  throw new HydraException("SWEEP_INVALID", `Repeats override '${key}', and so does ${taken.text}`, {
    key: "hydra.sweeper.repeat",
    span: taken.keySpan,
    hint: "hydra.sweeper.seed=N sets the first seed; hydra.sweeper.repeat_key=null leaves the key alone",
  });
}
