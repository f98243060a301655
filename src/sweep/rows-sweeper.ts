import { selectNode } from "../config/select.ts";
import { toPlain } from "../config/to-object.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { Override } from "../overrides/types.ts";
import type { JobReturn } from "./job-return.ts";
import type { Batch } from "./plan.ts";
import { readRows, rowsOf } from "./rows/read-rows.ts";
import { batchesInSpace } from "./space-batches.ts";
import { type Block, type SpaceConfig, SweepSpace } from "./sweep-space.ts";
import type { SweepContext, Sweeper } from "./sweeper.ts";

/** The config of `hydra/sweeper: rows`; one of `file` and `rows` is needed. */
export interface RowsSweeperConfig extends SpaceConfig {
  /**
   * A table of jobs: `.csv`, `.tsv` (the first line names the keys), `.json`, `.yaml` (a list of mappings) or `.jsonl`. Relative to
   * where the app was started.
   */
  readonly file?: string | null | undefined;
  /** The rows themselves: mappings of overrides by key. */
  readonly rows?: Iterable<unknown> | null | undefined;
  /** Jobs that are launched together; a positive integer, or `null` for all of them. @defaultValue `null` */
  readonly max_batch_size?: number | null | undefined;
}

/**
 * Runs one job for each row of a table: `hydra/sweeper: rows`. Overrides of the command line go on top of every row, and what they
 * sweep multiplies the rows.
 *
 * @example
 * const sweeper = new RowsSweeper({ rows: [{ lr: 0.1, model: "small" }, { lr: 0.01, model: "big" }] });
 */
export class RowsSweeper implements Sweeper {
  readonly #config: RowsSweeperConfig;

  constructor(config: RowsSweeperConfig = {}) {
    this.#config = config;
  }

  async *sweep(
    overrides: readonly Override[],
    context: SweepContext,
  ): AsyncGenerator<Batch, JobReturn[][], readonly JobReturn[]> {
    const space = new SweepSpace(overrides, this.#config, context, this.#rows(context));
    return yield* batchesInSpace(space, this.#config.max_batch_size, context);
  }

  #rows({ config, parseOverride }: SweepContext): Iterable<Block> {
    const { file, rows } = this.#config;
    const hasFile = file !== null && file !== undefined;
    const hasRows = rows !== null && rows !== undefined;
    if (hasFile === hasRows) {
      throw new HydraException("SWEEP_ROWS", hasFile ? "Rows are given twice" : "No rows are given", {
        key: "hydra.sweeper.file",
        hint: "name a table, hydra.sweeper.file=jobs.csv, or give a list, hydra.sweeper.rows=[{lr: 0.1}]",
      });
    }
    if (hasFile) return readRows(file, workingDirectory(config), parseOverride);
    return hasRows ? rowsOf(rows, parseOverride, "hydra.sweeper.rows") : [];
  }
}

/** Where the app was started. */
function workingDirectory(config: SweepContext["config"]): string {
  const cwd = selectNode(config, "hydra.runtime.cwd");
  const directory = cwd === undefined ? undefined : toPlain(cwd);
  return typeof directory === "string" ? directory : process.cwd();
}
