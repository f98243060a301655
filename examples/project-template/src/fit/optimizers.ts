import type { Weights } from "./nets.ts";

export interface Optimizer {
  /** New weights; `factor` is what the schedule says about the learning rate. */
  step(weights: Weights, gradient: readonly number[], factor: number): Weights;
}

export interface DescentOptions {
  /** How many weights there are. Not in any config: the model adds it. */
  readonly size: number;
  readonly learning_rate: number;
  readonly weight_decay?: number;
}

export class Descent implements Optimizer {
  readonly #rate: number;
  readonly #decay: number;
  constructor({ learning_rate, weight_decay = 0, size: _size }: DescentOptions) {
    this.#rate = learning_rate;
    this.#decay = weight_decay;
  }
  step(weights: Weights, gradient: readonly number[], factor: number): Weights {
    return weights.map((weight, index) => {
      return weight - factor * this.#rate * ((gradient[index] ?? 0) + this.#decay * weight);
    });
  }
}

export class Momentum extends Descent {
  readonly #momentum: number;
  #velocity: number[];
  constructor({ momentum, size, learning_rate, weight_decay = 0 }: DescentOptions & { momentum: number }) {
    super({ size, learning_rate, weight_decay });
    this.#momentum = momentum;
    this.#velocity = Array.from({ length: size }, () => 0);
  }
  override step(weights: Weights, gradient: readonly number[], factor: number): Weights {
    this.#velocity = this.#velocity.map((speed, index) => {
      return this.#momentum * speed + (1 - this.#momentum) * (gradient[index] ?? 0);
    });
    return super.step(weights, this.#velocity, factor);
  }
}

interface AdamOptions {
  readonly size: number;
  readonly learning_rate: number;
  readonly betas: readonly [number, number];
  readonly epsilon: number;
}

export class Adam implements Optimizer {
  readonly #rate: number;
  readonly #betas: readonly [number, number];
  readonly #epsilon: number;
  readonly #first: number[];
  readonly #second: number[];
  #steps = 0;
  constructor({ size, learning_rate: rate, betas: [first, second], epsilon }: AdamOptions) {
    this.#rate = rate;
    this.#betas = [first, second];
    this.#epsilon = epsilon;
    this.#first = Array.from({ length: size }, () => 0);
    this.#second = [...this.#first];
  }
  step(weights: Weights, gradient: readonly number[], factor: number): Weights {
    this.#steps++;
    const [a, b] = this.#betas;
    return weights.map((weight, index) => {
      const slope = gradient[index] ?? 0;
      const mean = (this.#first[index] = a * (this.#first[index] ?? 0) + (1 - a) * slope);
      const square = (this.#second[index] = b * (this.#second[index] ?? 0) + (1 - b) * slope * slope);
      const size = Math.sqrt(square / (1 - b ** this.#steps)) + this.#epsilon;
      return weight - (factor * this.#rate * mean) / (1 - a ** this.#steps) / size;
    });
  }
}
