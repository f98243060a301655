import { instantiate, main, type RunContext } from "orochi";
import { recall } from "./fit/checkpoint.ts";
import type { Metrics } from "./fit/loggers.ts";
import { applyExtras, instantiateAll, writeMetrics } from "./fit/prepare.ts";
import type { EvalConfig } from "./fit/settings.ts";
import { targets } from "./fit/targets.ts";

async function evaluate(config: EvalConfig, { log, outputDir }: RunContext): Promise<Metrics> {
  applyExtras(config);
  const checkpoint = recall(config.ckpt_path);
  const data = await instantiate(config.data);
  const model = await instantiate(config.model);
  const loggers = await instantiateAll(config.logger);
  const trainer = await instantiate(config.trainer, { overrides: { loggers } });

  model.weights = checkpoint.weights;
  const metrics = trainer.test(model, data);
  writeMetrics(outputDir, metrics);
  log.info(`weights of epoch ${checkpoint.epoch}: test/loss = ${metrics["test/loss"]?.toPrecision(4)}`);
  return metrics;
}

main(evaluate, { configPath: "../conf", configName: "eval", registry: targets });
