import { getLogger } from "orochi";
import { keep } from "./checkpoint.ts";
import type { Regressor } from "./model.ts";
import type { Progress as FitProgress } from "./trainer.ts";

/** Watches the training of one model. (Callbacks of runs and sweeps are in `ranking.ts`.) */
export interface FitCallback {
  onFitStart?(model: Regressor): void;
  /** Answers "stop" to end the training. */
  onCheck?(progress: FitProgress): "stop" | undefined;
  onFitEnd?(model: Regressor): void;
}

const log = getLogger("fit.callbacks");

export class Summary implements FitCallback {
  readonly #weights: boolean;
  constructor({ weights = false }: { weights?: boolean } = {}) {
    this.#weights = weights;
  }
  onFitStart(model: Regressor): void {
    log.info(`${model.weights.length} weights to train`);
  }
  onFitEnd(model: Regressor): void {
    if (this.#weights) log.info(`weights: ${model.weights.map((weight) => weight.toFixed(3)).join(" ")}`);
  }
}

/** Keeps the weights with the lowest value of a metric. */
export class KeepBest implements FitCallback {
  readonly #file: string;
  readonly #monitor: string;
  #best = Infinity;
  constructor({ file, monitor }: { file: string; monitor: string }) {
    this.#file = file;
    this.#monitor = monitor;
  }
  onCheck({ epoch, model, metrics }: FitProgress): undefined {
    const value = metrics[this.#monitor];
    if (value === undefined || value >= this.#best) return;
    this.#best = value;
    keep(this.#file, { epoch, weights: model.weights });
  }
}

/** Ends the training when a metric has not fallen for `patience` epochs. */
export class EarlyStop implements FitCallback {
  readonly #monitor: string;
  readonly #patience: number;
  readonly #leastGain: number;
  #best = { value: Infinity, epoch: 0 };
  constructor(options: { monitor: string; patience: number; least_gain: number }) {
    this.#monitor = options.monitor;
    this.#patience = options.patience;
    this.#leastGain = options.least_gain;
  }
  onCheck({ epoch, metrics }: FitProgress): "stop" | undefined {
    const value = metrics[this.#monitor] ?? Infinity;
    if (value < this.#best.value - this.#leastGain) this.#best = { value, epoch };
    if (epoch - this.#best.epoch < this.#patience) return undefined;
    log.info(`stopped after epoch ${epoch}: nothing gained since epoch ${this.#best.epoch}`);
    return "stop";
  }
}

/** Ends a training that runs away. */
export class Guard implements FitCallback {
  readonly #largest: number;
  constructor({ largest_loss: largest }: { largest_loss: number }) {
    this.#largest = largest;
  }
  onCheck({ epoch, metrics }: FitProgress): "stop" | undefined {
    if ((metrics["train/loss"] ?? NaN) <= this.#largest) return undefined;
    log.warning(`stopped after epoch ${epoch}: the loss runs away`);
    return "stop";
  }
}

export class Progress implements FitCallback {
  readonly #every: number;
  constructor({ every }: { every: number }) {
    this.#every = every;
  }
  onCheck({ epoch, metrics }: FitProgress): undefined {
    if (epoch % this.#every !== 0) return;
    const values = Object.entries(metrics).map(([name, value]) => `${name} ${value.toFixed(4)}`);
    log.info(`epoch ${epoch}: ${values.join(", ")}`);
  }
}
