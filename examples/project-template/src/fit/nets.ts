import type { Random } from "./random.ts";

export type Weights = readonly number[];

/** A function of x with weights, and its slope in every weight. */
export interface Net {
  initial(random: Random): Weights;
  predict(weights: Weights, x: number): number;
  gradient(weights: Weights, x: number): number[];
}

/** A weighted sum of fixed features. */
abstract class FeatureNet implements Net {
  protected abstract features(x: number): number[];

  initial(): Weights {
    return this.features(0).map(() => 0);
  }
  predict(weights: Weights, x: number): number {
    return this.features(x).reduce((sum, feature, index) => sum + feature * (weights[index] ?? 0), 0);
  }
  gradient(_weights: Weights, x: number): number[] {
    return this.features(x);
  }
}

export class Polynomial extends FeatureNet {
  readonly #degree: number;
  constructor({ degree = 1 }: { degree?: number } = {}) {
    super();
    this.#degree = degree;
  }
  protected override features(x: number): number[] {
    return Array.from({ length: this.#degree + 1 }, (_, power) => x ** power);
  }
}

export class Fourier extends FeatureNet {
  readonly #terms: number;
  readonly #period: number;
  constructor({ terms, period }: { terms: number; period: number }) {
    super();
    this.#terms = terms;
    this.#period = period;
  }
  protected override features(x: number): number[] {
    const angle = (2 * Math.PI * x) / this.#period;
    const pairs = Array.from({ length: this.#terms }, (_, k) => [
      Math.sin((k + 1) * angle),
      Math.cos((k + 1) * angle),
    ]);
    return [1, ...pairs.flat()];
  }
}

/** One hidden layer of tanh units. Weights: for each unit slope, offset and height, then the common offset. */
export class HiddenLayer implements Net {
  readonly #units: number;
  constructor({ units }: { units: number }) {
    this.#units = units;
  }
  initial(random: Random): Weights {
    return Array.from({ length: 3 * this.#units + 1 }, () => 2 * random() - 1);
  }
  predict(weights: Weights, x: number): number {
    return this.#layer(weights, x).reduce((sum, { height, out }) => sum + height * out, weights.at(-1) ?? 0);
  }
  gradient(weights: Weights, x: number): number[] {
    const parts = this.#layer(weights, x).flatMap(({ height, out }) => {
      const inner = height * (1 - out * out);
      return [inner * x, inner, out];
    });
    return [...parts, 1];
  }
  #layer(weights: Weights, x: number): { height: number; out: number }[] {
    return Array.from({ length: this.#units }, (_, unit) => {
      const [slope = 0, offset = 0, height = 0] = weights.slice(3 * unit, 3 * unit + 3);
      return { height, out: Math.tanh(slope * x + offset) };
    });
  }
}
