import { HydraException } from "../errors/hydra-errors.ts";
import type { Override } from "../overrides/types.ts";
import type { JobReturn } from "./job-return.ts";
import { paramOverrides, type SweepParams } from "./params.ts";
import type { Batch } from "./plan.ts";
import { batchesInSpace } from "./space-batches.ts";
import { type Block, type SpaceConfig, SweepSpace } from "./sweep-space.ts";
import type { SweepContext, Sweeper } from "./sweeper.ts";

/** The config of `hydra/sweeper: basic`. */
export interface BasicSweeperConfig extends SpaceConfig {
  /** Jobs that are launched together; a positive integer, or `null` for all of them. @defaultValue `null` */
  readonly max_batch_size?: number | null | undefined;
  /** Sweeps that run one after another, each with overrides by key. @defaultValue none: there is one sweep */
  readonly blocks?: Iterable<SweepParams> | null | undefined;
}

/**
 * Runs the product of all sweeps, the last key fastest: `hydra/sweeper: basic` (H-SWP-020). Beyond Hydra's it knows blocks,
 * conditions and repeats.
 *
 * @example
 * class FourAtATime extends BasicSweeper {
 *   constructor() {
 *     super({ max_batch_size: 4, where: "batch * accumulate <= 1024" });
 *   }
 * }
 */
export class BasicSweeper implements Sweeper {
  readonly #config: BasicSweeperConfig;

  constructor(config: BasicSweeperConfig = {}) {
    this.#config = config;
  }

  /** Yields the batches; answers with the job returns of each of them (H-SWP-027). */
  async *sweep(
    overrides: readonly Override[],
    context: SweepContext,
  ): AsyncGenerator<Batch, JobReturn[][], readonly JobReturn[]> {
    const { blocks, max_batch_size } = this.#config;
    const space = new SweepSpace(overrides, this.#config, context, blocksOf(blocks, context));
    return yield* batchesInSpace(space, max_batch_size, context);
  }
}

function blocksOf(blocks: BasicSweeperConfig["blocks"], { parseOverride }: SweepContext): Block[] {
  if (blocks === null || blocks === undefined) return [[]];
  if (typeof blocks !== "object" || !(Symbol.iterator in blocks)) throw noBlocks("hydra.sweeper.blocks");
  return [...blocks].map((block, index) => {
    const key = `hydra.sweeper.blocks.${index}`;
    if (typeof block === "object" && block !== null && !Array.isArray(block))
      return paramOverrides(block, parseOverride, key);
    throw noBlocks(key);
  });
}

function noBlocks(key: string): HydraException {
  return new HydraException("SWEEP_INVALID", "The blocks of a sweep are a list of mappings", {
    key,
    hint: "such as [{model: small, lr: 'choice(0.1,0.2)'}, {model: big, lr: 0.01}]",
  });
}
