import type { Point } from "./data.ts";
import type { Loss } from "./losses.ts";
import type { Net, Weights } from "./nets.ts";
import type { Optimizer } from "./optimizers.ts";
import { randomFrom } from "./random.ts";
import type { Schedule } from "./schedules.ts";

export interface RegressorOptions {
  readonly net: Net;
  /** Configs leave the number of weights open. */
  readonly optimizer: (options: { size: number }) => Optimizer;
  readonly schedule: Schedule;
  readonly loss: Loss;
  readonly seed: number | null;
}

/** A net with everything that is needed to train it. */
export class Regressor {
  weights: Weights;
  readonly #net: Net;
  readonly #loss: Loss;
  readonly #schedule: Schedule;
  readonly #optimizer: Optimizer;

  constructor({ net, optimizer, schedule, loss, seed }: RegressorOptions) {
    this.#net = net;
    this.#loss = loss;
    this.#schedule = schedule;
    this.weights = net.initial(randomFrom(seed ?? Date.now()));
    this.#optimizer = optimizer({ size: this.weights.length });
  }

  /** Mean loss over the points. */
  loss(points: readonly Point[]): number {
    const losses = points.map(({ x, y }) => this.#loss.value(this.#net.predict(this.weights, x) - y));
    return mean(losses);
  }

  /** One step downhill; answers the length of the gradient. */
  step(points: readonly Point[], done: number, clip: number | null): number {
    const gradient = this.weights.map(() => 0);
    for (const { x, y } of points) {
      const slope = this.#loss.slope(this.#net.predict(this.weights, x) - y) / points.length;
      this.#net.gradient(this.weights, x).forEach((part, index) => {
        gradient[index] = (gradient[index] ?? 0) + slope * part;
      });
    }
    const length = Math.hypot(...gradient);
    const shrink = clip !== null && length > clip ? clip / length : 1;
    this.weights = this.#optimizer.step(
      this.weights,
      gradient.map((part) => part * shrink),
      this.#schedule(done),
    );
    return length;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
