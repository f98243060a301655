import { zen, ZenStore } from "orochi";
import { z } from "zod";

const Config = z.object({
  name: z.string().describe("who to greet"),
  times: z.int().min(1).default(1).describe("how often"),
});
type Config = z.infer<typeof Config>;

export function greet({ name, times }: Config): void {
  for (let count = 1; count <= times; count++) console.log(`Hello ${name}! (${count})`);
}

const store = new ZenStore();
store(Config, { name: "greet" });

zen(greet).main({ store, configName: "greet" });
