import { instantiate, main, type RunContext } from "orochi";
import { recall } from "./fit/checkpoint.ts";
import type { Metrics } from "./fit/loggers.ts";
import { applyExtras, instantiateAll, metricNamed, writeMetrics } from "./fit/prepare.ts";
import type { TrainConfig } from "./fit/settings.ts";
import { targets } from "./fit/targets.ts";

async function train(config: TrainConfig, { log, outputDir }: RunContext): Promise<number | Metrics> {
  applyExtras(config);
  const data = await instantiate(config.data);
  const model = await instantiate(config.model);
  const loggers = await instantiateAll(config.logger);
  const callbacks = await instantiateAll(config.callbacks);
  const trainer = await instantiate(config.trainer, { overrides: { callbacks, loggers } });

  if (config.ckpt_path !== null) model.weights = recall(config.ckpt_path).weights;
  const fitted = config.train ? await trainer.fit(model, data) : {};
  const tested = config.test ? trainer.test(model, data) : {};
  const metrics: Metrics = { ...fitted, ...tested };
  writeMetrics(outputDir, metrics);
  for (const [name, value] of Object.entries(metrics)) log.info(`${name} = ${value.toPrecision(4)}`);
  return config.optimized_metric === null ? metrics : metricNamed(config.optimized_metric, metrics);
}

main(train, { configPath: "../conf", configName: "train", registry: targets });
