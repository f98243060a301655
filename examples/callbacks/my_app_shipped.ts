import { setTimeout as sleep } from "node:timers/promises";
import { builds, hydraConf, zen, ZenStore } from "orochi";
import { TimeIt, Upload } from "orochi/plugin";
import { z } from "zod";

// The config for our task function
const Config = z.object({ x: z.int() });
type Config = z.infer<typeof Config>;

// Our task function
async function task({ x }: Config) {
  console.log(`.. running task(x=${x})`);
  await sleep(Math.random() * 1000);
}

const store = new ZenStore();
store(hydraConf({ callbacks: { upload: builds(Upload, { url: "bucket" }), timeit: builds(TimeIt) } }));
store(Config, { name: "task" });
zen(task).main({ configName: "task", store });
