import { HydraException } from "../errors/hydra-errors.ts";
import { parseOverride } from "../overrides/parse.ts";
import type { Override } from "../overrides/types.ts";
import { Source } from "../text/source.ts";

/** `hydra.sweeper.params`: values in the override language, by key with its prefix. */
export type SweepParams = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>;

/** The overrides that `hydra.sweeper.params` stands for (H-SWP-021). A deletion without a value is written `~key: null`. */
export function paramOverrides(params: SweepParams): Override[] {
  const entries: Iterable<[unknown, unknown]> = params instanceof Map ? params : Object.entries(params);
  return [...entries].map(([key, value]) => paramOverride(String(key), value));
}

function paramOverride(key: string, value: unknown): Override {
  if (value === null && key.startsWith("~")) return parse(key);
  return parse(`${key}=${paramText(key, value)}`);
}

function parse(text: string): Override {
  return parseOverride(text, { source: new Source("hydra.sweeper.params", text) });
}

function paramText(key: string, value: unknown): string {
  if (value === null || ["string", "number", "bigint", "boolean"].includes(typeof value))
    return String(value);
  throw new HydraException("SWEEP_INVALID", "A parameter of a sweep is written as text", {
    key: `hydra.sweeper.params.${key}`,
    hint: `in quotes, as on the command line: ${key}: "choice(1,2)"; a list as one value is "[1,2]"`,
  });
}
