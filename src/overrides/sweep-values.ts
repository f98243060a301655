import { HydraException } from "../errors/hydra-errors.ts";
import { inRandomOrder } from "./functions/shuffle.ts";
import { placeOfElement } from "./element-places.ts";
import { matchingOptions } from "./glob-match.ts";
import { operationType } from "./parse.ts";
import { printKey, printOverride } from "./print.ts";
import { randomFrom } from "./random.ts";
import { rangeLength, rangeValues } from "./range-values.ts";
import {
  ChoiceSweep,
  GlobSweep,
  type IntervalSweep,
  isSweepValue,
  ListOperation,
  type Override,
  type OverrideValue,
  RangeSweep,
  type SweepValue,
} from "./types.ts";

export interface ExpandOptions {
  /** The options of a config group, for `glob(...)`. */
  readonly options?: ((group: string) => readonly string[]) | undefined;
  /** Makes shuffled sweeps come in the same order every time (H-SWP-029). */
  readonly seed?: number | undefined;
}

/** An override whose value is a sweep. */
export type SweptOverride = Override & { readonly value: SweepValue };

export function isSweep(override: Override): override is SweptOverride {
  return isSweepValue(override.value);
}

/** How many elements a sweep has. Ranges are not enumerated for it. */
export function sweepLength(override: SweptOverride, options: ExpandOptions = {}): number {
  const { value } = override;
  if (value instanceof RangeSweep) return inArgument(override, () => rangeLength(value));
  if (value instanceof ChoiceSweep) return value.values.length;
  return discreteValues(override, options).length;
}

/**
 * The elements of a sweep, in order (H-SWP-022). Ranges are produced one by one; a shuffled sweep draws its order anew at each
 * call unless a seed is given.
 *
 * @throws {HydraException} for an interval, which has no elements to list.
 * @example
 * const [lr] = parseOverrides(["lr=0.1,0.2"]);
 * if (lr !== undefined && isSweep(lr)) console.log(Array.from(sweepElements(lr), (value) => printValue(value))); // ["0.1", "0.2"]
 */
export function sweepElements(override: SweptOverride, options: ExpandOptions = {}): Iterable<OverrideValue> {
  const { value } = override;
  if (value instanceof RangeSweep && !value.shuffle) {
    sweepLength(override);
    return { [Symbol.iterator]: () => rangeValues(value) };
  }
  return discreteValues(override, options);
}

function discreteValues(override: SweptOverride, options: ExpandOptions): readonly OverrideValue[] {
  const { value } = override;
  if (value instanceof ChoiceSweep)
    return value.shuffle ? shuffled(value.values, override, options) : value.values;
  if (value instanceof RangeSweep) {
    return inArgument(override, () => shuffled([...rangeValues(value)], override, options));
  }
  if (value instanceof GlobSweep) return globOptions(override, value, options);
  throw cannotList(override, value);
}

/** One override for each element of a sweep; an override without sweep stands for itself. */
export function* expandOverride(override: Override, options: ExpandOptions = {}): Generator<Override> {
  if (!isSweep(override)) {
    yield override;
    return;
  }
  for (const value of sweepElements(override, options)) yield withElement(override, value);
}

/** The override with its sweep replaced by one element, and the text that says so. */
export function withElement(override: SweptOverride, element: OverrideValue): Override {
  const operation = element instanceof ListOperation ? element : undefined;
  const type = operation === undefined ? override.type : operationType(operation);
  const value = operation?.name === "extend_list" ? operation.items : element;
  const { key, package: packageName, source, keySpan } = override;
  const place = placeOfElement(override.value, element);
  const valueSpan = place === undefined ? override.valueSpan : { source, ...place };
  const text = printOverride({ type, key, package: packageName, value });
  return { type, key, package: packageName, value, text, source, keySpan, valueSpan };
}

function shuffled(
  values: readonly OverrideValue[],
  override: SweptOverride,
  { seed }: ExpandOptions,
): readonly OverrideValue[] {
  return inRandomOrder(values, seed === undefined ? Math.random : randomFrom(seed, printKey(override)));
}

function globOptions(
  override: SweptOverride,
  glob: GlobSweep,
  { options }: ExpandOptions,
): readonly string[] {
  if (options === undefined) {
    throw new HydraException(
      "OVERRIDE_SWEEP",
      "glob(...) needs a config group whose options it can choose from",
      {
        span: override.valueSpan,
      },
    );
  }
  return matchingOptions(glob, options(override.key));
}

function cannotList(override: SweptOverride, value: IntervalSweep): HydraException {
  return new HydraException("OVERRIDE_SWEEP", "An interval has no elements that a sweep could list", {
    span: override.valueSpan,
    key: override.key,
    hint: `this sweeper needs a list: ${printKey(override)}=range(${Number(value.start)},${Number(value.end)},STEP) or choice(...)`,
  });
}

/** Gives errors of enumerating a sweep their place in the argument. */
function inArgument<T>(override: SweptOverride, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof HydraException) || error.span !== undefined) throw error;
    throw new HydraException(error.code, error.summary, {
      span: override.valueSpan,
      key: override.key,
      hint: error.hint,
    });
  }
}
