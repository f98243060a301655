/** Factor of the learning rate when `done`, from 0 to 1, of the training is over. */
export type Schedule = (done: number) => number;

export function constant(_done: number): number {
  return 1;
}

export function halving(done: number, every: number): number {
  return 0.5 ** Math.floor(done / every);
}

export function cosine(done: number, floor: number): number {
  return floor + ((1 - floor) * (1 + Math.cos(Math.PI * done))) / 2;
}
