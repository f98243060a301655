import { writeFileSync } from "node:fs";
import path from "node:path";
import { hydraConf, type RunContext, zen, ZenStore } from "orochi";

function train({ lr }: { lr: number }, { outputDir }: RunContext) {
  writeFileSync(path.join(outputDir, "weights.ckpt"), "…".repeat(1000));
  writeFileSync(path.join(outputDir, "metrics.json"), JSON.stringify({ loss: 1 / (1 + lr) }));
  return 1 / (1 + lr);
}

const store = new ZenStore();
store(hydraConf({ sweep: { dir: "sweep" }, run: { dir: "run" } }));
store({ lr: 0.1 }, { name: "train" });
zen(train).main({ store, configName: "train" });
