import { setTimeout as sleep } from "node:timers/promises";
import { main } from "orochi";
import { Bisection } from "./bisection.ts";
import { ManyAtATime } from "./many-at-a-time.ts";
import { KeepBest } from "./keep-best.ts";
import { MemorySource } from "./memory-source.ts";

interface Oven {
  readonly goal: { readonly celsius: number };
  readonly knob: number;
  readonly heat: number;
}

const presets = new Map([
  ["goal/bread", "celsius: 230"],
  ["goal/meringue", "celsius: 90"],
]);

async function bake({ goal, heat }: Oven): Promise<number> {
  await sleep(20);
  return Math.round(Math.abs(goal.celsius - heat));
}

main(bake, {
  configPath: "conf",
  configName: "config",
  sources: { memory: (path, provider) => new MemorySource(presets, path, provider) },
  searchPath: ["memory://presets"],
  resolvers: { heat_of: (knob: number) => 30 * knob },
  functions: { gas_mark: (mark: number) => (mark + 9) / 2 },
  registry: { Bisection, ManyAtATime, KeepBest },
});
