import { getLogger } from "orochi";
import type { Curve } from "./curves.ts";
import type { Noise } from "./noise.ts";
import { randomFrom, shuffled } from "./random.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Phase = "train" | "validation" | "test";

export interface PointsOptions {
  readonly curve: Curve;
  readonly noise: Noise;
  readonly split: Readonly<Record<Phase, number>>;
  readonly count: number;
  readonly range: readonly [low: number, high: number];
  readonly seed: number | null;
}

/** The data module: draws points from a curve and deals them out to the phases. */
export class Points {
  readonly #options: PointsOptions;
  readonly #parts = new Map<Phase, readonly Point[]>();

  constructor({ curve, noise, split, count, range, seed }: PointsOptions) {
    this.#options = { curve, noise, split, count, range, seed };
  }

  setup(): void {
    if (this.#parts.size > 0) return;
    const { split, count, seed } = this.#options;
    const random = randomFrom(seed ?? Date.now());
    const all = shuffled(
      Array.from({ length: count }, (_, index) => this.#draw(index, random)),
      random,
    );
    const trainEnd = Math.round(split.train * count);
    const validationEnd = trainEnd + Math.round(split.validation * count);
    this.#parts.set("train", all.slice(0, trainEnd));
    this.#parts.set("validation", all.slice(trainEnd, validationEnd));
    this.#parts.set("test", all.slice(validationEnd));
    for (const [phase, points] of this.#parts)
      getLogger("fit.data").debug(`${phase}: ${points.length} points`);
  }

  points(phase: Phase): readonly Point[] {
    this.setup();
    return this.#parts.get(phase) ?? [];
  }

  #draw(index: number, random: () => number): Point {
    const { curve, noise, count, range } = this.#options;
    const [low, high] = range;
    const x = low + ((high - low) * index) / Math.max(1, count - 1);
    return { x, y: curve(x) + noise(random) };
  }
}
