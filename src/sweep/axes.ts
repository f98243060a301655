import { HydraException } from "../errors/hydra-errors.ts";
import { printKey, printOverride } from "../overrides/print.ts";
import {
  type ExpandOptions,
  expandOverride,
  isSweep,
  sweepLength,
  type SweptOverride,
} from "../overrides/sweep-values.ts";
import { IntervalSweep, type Override } from "../overrides/types.ts";
import { joinWords } from "../text/nearest.ts";

/** One dimension of a sweep: an override, or all zipped overrides of one group. */
interface Axis {
  /** Where the overrides stand in a job. */
  readonly places: readonly number[];
  readonly size: number;
  /** The overrides of each element, in the order of `places`. Can be walked again and again. */
  readonly steps: Iterable<readonly Override[]>;
}

interface Member {
  readonly place: number;
  readonly override: Override;
}

/** Longer sweeps are enumerated anew at each walk, so that memory does not grow with them. */
const keptSteps = 1024;

/**
 * The dimensions of a sweep and their product (H-SWP-021, H-SWP-023). Of overrides with one key element the last counts, at the
 * place of the first. The order of shuffled sweeps is drawn once, when the object is made.
 */
export class SweepAxes {
  readonly #width: number;
  readonly #axes: readonly Axis[];
  /** How many jobs there are. */
  readonly size: number;

  constructor(overrides: readonly Override[], options: ExpandOptions = {}) {
    const distinct = lastOfEachKey(overrides);
    this.#width = distinct.length;
    this.#axes = groupMembers(distinct).map((members) => axisOf(members, options));
    this.size = this.#axes.reduce((product, axis) => product * axis.size, 1);
  }

  /** The overrides of each job, last key fastest, one job at a time. */
  *jobs(): Generator<readonly Override[]> {
    if (this.size === 0) return;
    const job = Array.from({ length: this.#width }, (): Override | undefined => undefined);
    const walks: (Iterator<readonly Override[]> | undefined)[] = [];
    let depth = 0;
    while (depth >= 0) {
      const axis = this.#axes[depth];
      if (axis === undefined) {
        yield job.filter((override) => override !== undefined);
        depth--;
        continue;
      }
      const walk = (walks[depth] ??= axis.steps[Symbol.iterator]());
      const step = walk.next();
      if (step.done === true) {
        walks[depth] = undefined;
        depth--;
        continue;
      }
      axis.places.forEach((place, index) => {
        job[place] = step.value[index];
      });
      depth++;
    }
  }
}

/** Of several overrides with one key element the last, at the place of the first. */
export function lastOfEachKey(overrides: readonly Override[]): Override[] {
  const byKey = new Map<string, Override>();
  for (const override of overrides) byKey.set(printKey(override), override);
  return [...byKey.values()];
}

/** Overrides that advance together; most stand alone. Groups come in the order of their first member. */
function groupMembers(overrides: readonly Override[]): Member[][] {
  const groups: Member[][] = [];
  const zipped = new Map<string, Member[]>();
  overrides.forEach((override, place) => {
    const zip = zipGroup(override);
    const known = zip === undefined ? undefined : zipped.get(zip);
    if (known !== undefined) {
      known.push({ override, place });
      return;
    }
    const group = [{ override, place }];
    groups.push(group);
    if (zip !== undefined) zipped.set(zip, group);
  });
  return groups;
}

function zipGroup(override: Override): string | undefined {
  if (!isSweep(override) || override.value instanceof IntervalSweep) return undefined;
  return override.value.zip;
}

function axisOf(members: readonly Member[], options: ExpandOptions): Axis {
  const places = members.map(({ place }) => place);
  const columns = members.map(({ override }) => column(override, options));
  const [first, ...others] = columns;
  const size = first?.size ?? 0;
  for (const other of others) if (other.size !== size) throw unequalZip(columns);
  return { places, size, steps: { [Symbol.iterator]: () => rows(columns.map(({ elements }) => elements)) } };
}

interface Column {
  readonly override: Override;
  readonly size: number;
  readonly elements: Iterable<Override>;
}

function column(override: Override, options: ExpandOptions): Column {
  if (!isSweep(override)) return { override, size: 1, elements: [asJobOverride(override)] };
  const size = sweepLength(override, options);
  if (size <= keptSteps || isShuffled(override)) {
    const elements = [...expandOverride(override, options)];
    return { override, size: elements.length, elements };
  }
  return { override, size, elements: { [Symbol.iterator]: () => expandOverride(override, options) } };
}

function isShuffled({ value }: SweptOverride): boolean {
  return "shuffle" in value && value.shuffle;
}

function* rows(columns: readonly Iterable<Override>[]): Generator<readonly Override[]> {
  const walks = columns.map((elements) => elements[Symbol.iterator]());
  for (;;) {
    const row: Override[] = [];
    for (const walk of walks) {
      const step = walk.next();
      if (step.done === true) return;
      row.push(step.value);
    }
    yield row;
  }
}

/** An override without sweep as the jobs of a sweep carry it: printed in the form of H-OVR-018 (H-SWP-025). */
function asJobOverride(override: Override): Override {
  const text = printOverride(override);
  return text === override.text ? override : { ...override, text };
}

function unequalZip(columns: readonly Column[]): HydraException {
  const sizes = columns.map(({ override, size }) => `'${printKey(override)}' has ${size}`);
  const [first, ...others] = columns;
  const odd = others.find(({ size }) => size !== first?.size);
  const place = (column: Column | undefined) => column?.override.valueSpan;
  const related = place(first);
  return new HydraException(
    "SWEEP_INVALID",
    `Zipped sweeps need the same number of elements: ${joinWords(sizes, "and")}`,
    {
      span: place(odd),
      related: related && { label: "zipped with", span: related },
      hint: "sweeps that advance apart need groups of their own: zip(..., group=name)",
    },
  );
}
