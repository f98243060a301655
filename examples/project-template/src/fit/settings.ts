import type { ConfigFor } from "orochi";
import type { FitCallback } from "./callbacks.ts";
import type { Points } from "./data.ts";
import type { MetricLogger } from "./loggers.ts";
import type { Regressor } from "./model.ts";
import type { Trainer } from "./trainer.ts";

/** Several configs under names, each of which may be switched off by null. */
type Several<T> = Readonly<Record<string, ConfigFor<T> | null>> | null;

/** What `conf/eval.yaml` composes to. */
export interface EvalConfig {
  readonly task_name: string;
  readonly tags: readonly string[];
  readonly seed: number | null;
  readonly ckpt_path: string;
  readonly data: ConfigFor<Points>;
  readonly model: ConfigFor<Regressor>;
  readonly trainer: ConfigFor<Trainer>;
  readonly logger?: Several<MetricLogger>;
  readonly paths: { readonly output_dir: string };
  readonly extras: {
    readonly print_config: boolean;
    readonly enforce_tags: boolean;
    readonly write_tags: boolean;
  };
}

/** What `conf/train.yaml` composes to. */
export interface TrainConfig extends Omit<EvalConfig, "ckpt_path"> {
  readonly ckpt_path: string | null;
  readonly train: boolean;
  readonly test: boolean;
  readonly optimized_metric: string | null;
  readonly callbacks?: Several<FitCallback>;
}
