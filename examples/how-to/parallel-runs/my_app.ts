import { setTimeout as sleep } from "node:timers/promises";
import { main, type RunContext } from "orochi";

interface Config {
  readonly lr: number;
  readonly epochs: number;
}

async function train({ lr, epochs }: Config, context: RunContext): Promise<number> {
  let loss = 1;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    context.signal.throwIfAborted(); // Ctrl-C, or the job's time is over
    await sleep(20);
    loss *= 1 - lr;
    if (loss < 0) throw new RangeError(`diverged in epoch ${epoch}`);
    console.log(`epoch ${epoch}: loss ${loss.toFixed(3)}`);
    await context.report({ epoch, loss });
  }
  return Number(loss.toFixed(4));
}

main(train, { configPath: "conf", configName: "config" });
