import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** A figure beside its yardstick, both taken in turn in one run: only the ratio travels between machines. */
export interface Figure {
  readonly name: string;
  readonly medianMs: number;
  readonly minimumMs: number;
  readonly yardstick: string;
  readonly yardstickMedianMs: number;
  /** Median of the ratios pair by pair. */
  readonly ratio: number;
  readonly runs: number;
  /** What Hydra 1.3.5 or OmegaConf 2.3.1 took for the same on the reference machine. */
  readonly referenceMs?: number;
}

export interface Comparison {
  readonly name: string;
  /** Does the work once and answers something that depends on it, so that nothing is optimised away. */
  readonly run: () => unknown;
  readonly yardstick: string;
  readonly runYardstick: () => unknown;
  /** Counted pairs. @defaultValue 30 */
  readonly runs?: number;
  /** Calls before anything is counted, so that the engine has compiled the code: a figure of "warm". @defaultValue as many as fit a sample */
  readonly warmUp?: number;
  readonly referenceMs?: number;
}

export interface Suite {
  readonly name: string;
  /** What is measured in something else than time, one line each. */
  notes?(): string[];
  figures(): Promise<Figure[]> | Figure[];
}

const sinks: unknown[] = [];

/** Runs subject and yardstick in turn, warm, in this process. Promises are awaited. */
export async function compare(comparison: Comparison): Promise<Figure> {
  const runs = comparison.runs ?? 30;
  if (comparison.warmUp !== undefined) {
    await time(comparison.run, comparison.warmUp);
    await time(comparison.runYardstick, comparison.warmUp);
  }
  const inner = await innerIterations(comparison.run);
  const innerYardstick = await innerIterations(comparison.runYardstick);
  const pairs: [number, number][] = [];
  for (let index = 0; index < runs; index++) {
    pairs.push([await time(comparison.run, inner), await time(comparison.runYardstick, innerYardstick)]);
  }
  return figureOf(comparison, pairs);
}

/** Runs two command lines in turn, as whole processes. `NODE_EXTRA_CA_CERTS` is unset: it triples Node 20's start. */
export function compareProcesses(
  comparison: Omit<Comparison, "run" | "runYardstick"> & {
    /** The same for every run, or what it is for one of them. */
    readonly command: readonly string[] | ((run: number) => readonly string[]);
    readonly yardstickCommand: readonly string[];
    readonly cwd: string;
  },
): Figure {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const once = (command: readonly string[]): number => {
    const start = performance.now();
    const result = spawnSync(process.execPath, command, { cwd: comparison.cwd, env, encoding: "utf8" });
    const elapsed = performance.now() - start;
    if (result.status !== 0) throw new Error(`${command.join(" ")} failed:\n${result.stderr}`);
    return elapsed;
  };
  const { command } = comparison;
  const subject = (run: number): number => once(typeof command === "function" ? command(run) : command);
  const warmUp = 3;
  for (let run = 0; run < warmUp; run++) subject(run);
  once(comparison.yardstickCommand);
  const pairs: [number, number][] = [];
  for (let index = 0; index < (comparison.runs ?? 30); index++)
    pairs.push([subject(warmUp + index), once(comparison.yardstickCommand)]);
  return figureOf(comparison, pairs);
}

/** The figure of pairs that were taken elsewhere: of the subject and of its yardstick, in milliseconds. */
export function figureOf(
  { name, yardstick, referenceMs }: Pick<Comparison, "name" | "yardstick" | "referenceMs">,
  pairs: readonly [number, number][],
): Figure {
  const own = pairs.map(([subject]) => subject);
  return {
    name,
    medianMs: median(own),
    minimumMs: Math.min(...own),
    yardstick,
    yardstickMedianMs: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([subject, other]) => subject / other)),
    runs: pairs.length,
    ...(referenceMs === undefined ? {} : { referenceMs }),
  };
}

/** Enough iterations for about 5 ms a sample, so that the clock's grain does not count. Warms the code up as well. */
async function innerIterations(run: () => unknown): Promise<number> {
  for (let iterations = 1; ; iterations *= 2) {
    const elapsed = (await time(run, iterations)) * iterations;
    if (elapsed >= 5 || iterations >= 1 << 16) return iterations;
  }
}

/** Milliseconds per iteration. */
async function time(run: () => unknown, iterations: number): Promise<number> {
  sinks.length = 0;
  const start = performance.now();
  for (let index = 0; index < iterations; index++) {
    const result = run();
    sinks[0] = result instanceof Promise ? await result : result;
  }
  return (performance.now() - start) / iterations;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
