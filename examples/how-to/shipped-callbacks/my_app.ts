import { hydraConf, zen, ZenStore } from "orochi";

function train({ lr }: { lr: number }) {
  if (lr > 1) throw new RangeError("diverged");
  return { loss: 1 / (1 + lr) };
}

const store = new ZenStore();
store(hydraConf({ sweep: { dir: "sweep" }, run: { dir: "run" } }));
store({ lr: 0.1 }, { name: "train" });
zen(train).main({ store, configName: "train" });
