import { normal, type Random } from "./random.ts";

/** What is added to a height. */
export type Noise = (random: Random) => number;

export function none(_random: Random): number {
  return 0;
}

export function gaussian(random: Random, deviation: number): number {
  return deviation * normal(random);
}

export function outliers(random: Random, deviation: number, share: number, reach: number): number {
  const small = gaussian(random, deviation);
  return random() < share ? small + reach * (random() - 0.5) : small;
}
