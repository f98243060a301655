export class Model {
  readonly layers: readonly number[];
  readonly act: (x: number) => number;
  constructor({
    layers = [2, 1],
    act = relu,
  }: { layers?: readonly number[]; act?: (x: number) => number } = {}) {
    this.layers = layers;
    this.act = act;
  }
}

export function relu(x: number): number {
  return Math.max(0, x);
}

export function halve(x: number): number {
  return x / 2;
}

/** What configs may name, also those that were saved by an earlier run. */
export const targets = { Model, relu, halve };
