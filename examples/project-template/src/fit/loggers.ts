import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";

/** Numbers by name, such as `validation/loss`. */
export type Metrics = Readonly<Record<string, number>>;

export interface MetricLogger {
  log(epoch: number, metrics: Metrics): void;
}

export class Csv implements MetricLogger {
  readonly #file: string;
  readonly #digits: number;
  constructor({ file, digits }: { file: string; digits: number }) {
    this.#file = file;
    this.#digits = digits;
  }
  log(epoch: number, metrics: Metrics): void {
    const lines = Object.entries(metrics).map(
      ([name, value]) => `${epoch},${name},${value.toFixed(this.#digits)}`,
    );
    const head = existsSync(this.#file) ? [] : ["epoch,metric,value"];
    append(this.#file, [...head, ...lines]);
  }
}

export class JsonLines implements MetricLogger {
  readonly #file: string;
  readonly #tags: readonly string[];
  constructor({ file, tags }: { file: string; tags: readonly string[] }) {
    this.#file = file;
    this.#tags = tags;
  }
  log(epoch: number, metrics: Metrics): void {
    append(this.#file, [JSON.stringify({ epoch, ...metrics, tags: this.#tags })]);
  }
}

export class Console implements MetricLogger {
  readonly #prefix: string;
  constructor({ prefix }: { prefix: string }) {
    this.#prefix = prefix;
  }
  log(epoch: number, metrics: Metrics): void {
    console.log(this.#prefix, epoch, metrics);
  }
}

function append(file: string, lines: readonly string[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, lines.map((line) => `${line}\n`).join(""));
}
