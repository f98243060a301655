import { Float } from "../config/scalar.ts";
import type { ConfigType } from "../config/types.ts";

const number: ConfigType = { kind: "union", of: [{ kind: "int" }, { kind: "float" }] };
const optionalTypes = {
  string: { kind: "optional", of: { kind: "str" } },
  boolean: { kind: "optional", of: { kind: "bool" } },
  number: { kind: "optional", of: number },
} as const satisfies Record<string, ConfigType>;

/**
 * The type that a value says about its parameter: a text, a number of any kind, a boolean. A default of `1` says number, not
 * integer; null always fits. Everything else says nothing.
 */
export function typeOfValue(value: unknown): ConfigType | undefined {
  if (typeof value === "string")
    return value === "???" || value.includes("${") ? undefined : optionalTypes.string;
  if (typeof value === "boolean") return optionalTypes.boolean;
  return typeof value === "number" || value instanceof Float ? optionalTypes.number : undefined;
}
