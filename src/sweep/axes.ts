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
import { conditionKey, type JobValues, type Test } from "./condition/evaluate.ts";

/** One dimension of a sweep: an override, or all zipped overrides of one group. */
interface Axis {
  /** Where the overrides stand in a job. */
  readonly places: readonly number[];
  readonly size: number;
  /** The overrides of each element, in the order of `places`. Can be walked again and again. */
  readonly steps: Iterable<readonly Override[]>;
}

/** Which jobs of the product there are. */
export interface AxesConditions {
  /** Must all hold for a job. */
  readonly where?: readonly Test[] | undefined;
  /** By key: the override is part of a job only where its test holds. */
  readonly when?: ReadonlyMap<string, Test> | undefined;
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
  readonly #axes: readonly Axis[];
  readonly #where: readonly Test[];
  /** Tests of single overrides, by their place in a job. */
  readonly #when = new Map<number, Test>();
  readonly #placeOfKey = new Map<string, number>();
  readonly #width: number;
  #size: number | undefined;

  constructor(overrides: readonly Override[], options: ExpandOptions & AxesConditions = {}) {
    const distinct = lastOfEachKey(overrides);
    this.#width = distinct.length;
    this.#axes = groupMembers(distinct).map((members) => axisOf(members, options));
    this.#where = options.where ?? [];
    distinct.forEach((override, place) => {
      const key = conditionKey(override);
      this.#placeOfKey.set(key, place);
      const test = options.when?.get(key);
      if (test !== undefined) this.#when.set(place, test);
    });
  }

  /** How many jobs there are. With conditions they are counted, which takes a walk through the whole product. */
  get size(): number {
    return (this.#size ??= this.#count());
  }

  /** The size of the product, conditions aside. */
  get #product(): number {
    return this.#axes.reduce((total, axis) => total * axis.size, 1);
  }

  #count(): number {
    const product = this.#product;
    if (this.#where.length === 0 && this.#when.size === 0) return product;
    let count = 0;
    for (const _job of this.jobs()) count++;
    return count;
  }

  /** The overrides of each job, last key fastest, one job at a time. */
  *jobs(): Generator<readonly Override[]> {
    if (this.#product === 0) return;
    const job = Array.from({ length: this.#width }, (): Override | undefined => undefined);
    const walks: (Iterator<readonly Override[]> | undefined)[] = [];
    const steps: number[] = [];
    let depth = 0;
    while (depth >= 0) {
      const axis = this.#axes[depth];
      if (axis === undefined) {
        const kept = this.#kept(job, steps);
        if (kept !== undefined) yield kept;
        depth--;
        continue;
      }
      if (walks[depth] === undefined) steps[depth] = -1;
      const walk = (walks[depth] ??= axis.steps[Symbol.iterator]());
      const step = walk.next();
      if (step.done === true) {
        walks[depth] = undefined;
        depth--;
        continue;
      }
      steps[depth] = (steps[depth] ?? 0) + 1;
      axis.places.forEach((place, index) => {
        job[place] = step.value[index];
      });
      depth++;
    }
  }

  /** The overrides that a job of the product really has; `undefined` when there is no such job. */
  #kept(job: readonly (Override | undefined)[], steps: readonly number[]): readonly Override[] | undefined {
    const kept = [...job];
    const values: JobValues = (key) => {
      const place = this.#placeOfKey.get(key);
      return place === undefined ? undefined : kept[place];
    };
    for (const [place, test] of this.#when) if (!test(values)) kept[place] = undefined;
    if (this.#when.size > 0 && this.#isRepetition(kept, steps)) return undefined;
    if (!this.#where.every((test) => test(values))) return undefined;
    return kept.filter((override) => override !== undefined);
  }

  /** An axis that is left out of a job counts once, with its first element. */
  #isRepetition(kept: readonly (Override | undefined)[], steps: readonly number[]): boolean {
    return this.#axes.some(
      ({ places }, depth) => steps[depth] !== 0 && places.every((place) => kept[place] === undefined),
    );
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
