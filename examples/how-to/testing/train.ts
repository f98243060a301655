import { zen } from "orochi";
import { z } from "zod";

export const Config = z.object({ lr: z.number().positive().default(0.1), steps: z.int().default(10) });

export function train({ lr, steps }: z.infer<typeof Config>): number {
  console.log(`training ${steps} steps`);
  return lr * steps;
}

export const app = zen(train, Config);
