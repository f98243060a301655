import { ConfigTypeError } from "../../../errors/config-errors.ts";
import { describeValue } from "../../raw-value.ts";

/** @throws {ConfigTypeError} unless there are between `least` and `most` arguments. */
export function checkArgumentCount(args: readonly unknown[], least: number, most: number): void {
  if (args.length >= least && args.length <= most) return;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  const noun = wanted === "1" ? "argument" : "arguments";
  throw new ConfigTypeError(
    "OPERATION_NOT_SUPPORTED",
    `The resolver takes ${wanted} ${noun}, not ${args.length}`,
  );
}

/** An argument that has to be text. `what` names it: `the key`. */
export function textArgument(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new ConfigTypeError(
    "OPERATION_NOT_SUPPORTED",
    `${what} has to be text, not ${describeValue(value)}`,
    { hint: typeof value === "object" ? undefined : "put it in quotes" },
  );
}
