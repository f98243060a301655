import { TargetRegistry } from "orochi";
import * as callbacks from "./callbacks.ts";
import * as curves from "./curves.ts";
import { Points } from "./data.ts";
import * as loggers from "./loggers.ts";
import * as losses from "./losses.ts";
import { Regressor } from "./model.ts";
import * as nets from "./nets.ts";
import * as noise from "./noise.ts";
import * as optimizers from "./optimizers.ts";
import { Ranking } from "./ranking.ts";
import * as schedules from "./schedules.ts";
import { Trainer } from "./trainer.ts";

/** Everything that configs may name in `_target_`, and nothing else. */
export const targets = new TargetRegistry();

const modules = {
  "fit.callbacks": callbacks,
  "fit.curves": curves,
  "fit.loggers": loggers,
  "fit.losses": losses,
  "fit.nets": nets,
  "fit.noise": noise,
  "fit.optimizers": optimizers,
  "fit.schedules": schedules,
};
for (const [prefix, module] of Object.entries(modules)) {
  for (const [name, value] of Object.entries(module)) targets.register(`${prefix}.${name}`, value);
}
targets.register("fit.data.Points", Points);
targets.register("fit.model.Regressor", Regressor);
targets.register("fit.trainer.Trainer", Trainer);
targets.register("fit.Ranking", Ranking);
