import { HydraException } from "../errors/hydra-errors.ts";
import type { Override } from "../overrides/types.ts";
import { Source } from "../text/source.ts";
import type { SweepContext } from "./sweeper.ts";

/** `hydra.sweeper.params`: values in the override language, by key with its prefix. */
export type SweepParams = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>;

/** The overrides that such a mapping stands for (H-SWP-021). A deletion without a value is written `~key: null`. */
export function paramOverrides(
  params: SweepParams,
  parseOverride: SweepContext["parseOverride"],
  where = "hydra.sweeper.params",
): Override[] {
  const entries: Iterable<[unknown, unknown]> = params instanceof Map ? params : Object.entries(params);
  return [...entries].map(([key, value]) => {
    const text = paramText(String(key), value, where);
    return parseOverride(text, new Source(where, text));
  });
}

function paramText(key: string, value: unknown, where: string): string {
  if (value === null && key.startsWith("~")) return key;
  if (value === null || ["string", "number", "bigint", "boolean"].includes(typeof value))
    return `${key}=${String(value)}`;
  throw new HydraException("SWEEP_INVALID", "A parameter of a sweep is written as text", {
    key: `${where}.${key}`,
    hint: `in quotes, as on the command line: ${key}: "choice(1,2)"; a list as one value is "[1,2]"`,
  });
}
