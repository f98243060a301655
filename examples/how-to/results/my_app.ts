import { setTimeout as sleep } from "node:timers/promises";
import { hydraConf, type RunContext, zen, ZenStore } from "orochi";

interface Config {
  readonly lr: number;
  readonly layers: number;
  readonly epochs: number;
}

async function train({ lr, layers, epochs }: Config, { report }: RunContext) {
  let loss = 1;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    loss *= 1 - lr / layers;
    if (loss < 0) throw new RangeError(`diverged in epoch ${epoch}`);
    await report({ epoch, loss });
    await sleep(1);
  }
  return { loss, parameters: { total: layers * 1000 } };
}

const store = new ZenStore();
store(hydraConf({ sweep: { dir: "sweep" } }));
store({ lr: 0.1, layers: 2, epochs: 3 }, { name: "train" });
zen(train).main({ store, configName: "train" });
