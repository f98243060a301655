import { getLogger, runContext } from "orochi";
import type { FitCallback } from "./callbacks.ts";
import type { Point, Points } from "./data.ts";
import type { MetricLogger, Metrics } from "./loggers.ts";
import type { Regressor } from "./model.ts";

export interface TrainerOptions {
  readonly max_epochs: number;
  readonly batch_size: number;
  readonly check_every: number;
  readonly gradient_clip: number | null;
  readonly limit_batches: number | null;
  readonly detect_anomaly: boolean;
  readonly callbacks?: readonly FitCallback[];
  readonly loggers?: readonly MetricLogger[];
}

/** What callbacks see after each check. */
export interface Progress {
  readonly epoch: number;
  readonly model: Regressor;
  readonly metrics: Metrics;
}

export class Trainer {
  readonly #options: Omit<TrainerOptions, "callbacks" | "loggers">;
  readonly #callbacks: readonly FitCallback[];
  readonly #loggers: readonly MetricLogger[];
  readonly #log = getLogger("fit.trainer");

  constructor({ callbacks = [], loggers = [], ...options }: TrainerOptions) {
    this.#options = options;
    this.#callbacks = callbacks;
    this.#loggers = loggers;
  }

  /** Trains until the epochs are over or a callback says stop. */
  async fit(model: Regressor, data: Points): Promise<Metrics> {
    const { max_epochs: epochs, check_every: every } = this.#options;
    const batches = this.#batches(data.points("train"));
    for (const callback of this.#callbacks) callback.onFitStart?.(model);
    let metrics: Metrics = {};
    for (let epoch = 1; epoch <= epochs && !runContext().signal.aborted; epoch++) {
      for (const batch of batches) this.#step(model, batch, epoch / epochs);
      if (epoch % every !== 0 && epoch !== epochs) continue;
      metrics = this.#check(model, data, epoch);
      await runContext().report({ epoch, of: epochs });
      const asked = this.#callbacks.filter((one) => one.onCheck?.({ epoch, model, metrics }) === "stop");
      if (asked.length > 0) break;
    }
    for (const callback of this.#callbacks) callback.onFitEnd?.(model);
    return metrics;
  }

  test(model: Regressor, data: Points): Metrics {
    const metrics = { "test/loss": model.loss(data.points("test")) };
    for (const logger of this.#loggers) logger.log(0, metrics);
    return metrics;
  }

  #step(model: Regressor, batch: readonly Point[], done: number): void {
    const length = model.step(batch, done, this.#options.gradient_clip);
    if (this.#options.detect_anomaly && !Number.isFinite(length))
      throw new Error("The gradient is not finite");
  }

  #check(model: Regressor, data: Points, epoch: number): Metrics {
    const metrics = {
      "train/loss": model.loss(data.points("train")),
      "validation/loss": model.loss(data.points("validation")),
    };
    this.#log.debug(`epoch ${epoch}: ${metrics["validation/loss"].toFixed(6)}`);
    for (const logger of this.#loggers) logger.log(epoch, metrics);
    return metrics;
  }

  #batches(points: readonly Point[]): (readonly Point[])[] {
    const { batch_size: size, limit_batches: limit } = this.#options;
    const batches: (readonly Point[])[] = [];
    for (let start = 0; start < points.length; start += size) batches.push(points.slice(start, start + size));
    return batches.slice(0, limit ?? undefined);
  }
}
