import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Weights } from "./nets.ts";

export interface Checkpoint {
  readonly epoch: number;
  readonly weights: Weights;
}

export function keep(file: string, checkpoint: Checkpoint): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(checkpoint, null, 2) + "\n");
}

export function recall(file: string): Checkpoint {
  const checkpoint: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isCheckpoint(checkpoint)) throw new Error(`${file} does not hold kept weights`);
  return checkpoint;
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return typeof value === "object" && value !== null && "weights" in value && Array.isArray(value.weights);
}
