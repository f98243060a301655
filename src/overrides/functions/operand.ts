import type { OverrideValue } from "../types.ts";
import { type BoundArguments, FunctionError } from "./definition.ts";

/**
 * The one thing that `sort` and `shuffle` work on: `sweep=`, `list=` or a lone positional argument. `undefined` when there are
 * several positional arguments.
 */
export function singleOperand({ rest, values }: BoundArguments): OverrideValue | undefined {
  const names = ["sweep", "list"].filter((name) => values.has(name));
  const given = names.length + (rest.length > 0 ? 1 : 0);
  if (given === 0) throw new FunctionError("needs something to work on");
  if (given > 1) throw new FunctionError("takes values, sweep= or list=, one of the three");
  const [name] = names;
  if (name !== undefined) return values.get(name);
  return rest.length === 1 ? rest[0] : undefined;
}
