import { ConfigTypeError } from "../../errors/config-errors.ts";
import { rawOfScalar } from "../convert.ts";
import { isContainer } from "../node.ts";
import { TreeBuilder } from "../tree-builder.ts";
import { type ConfigType, isOptional } from "../types.ts";

/**
 * The arguments of a resolver converted to their declared types (O-RES-001, O-RES-003). Those whose type allows null may be left
 * out at the end.
 *
 * @throws {ConfigTypeError} for too many or too few arguments.
 * @throws {ValidationError} for one that does not fit.
 */
export function fitArguments(args: readonly unknown[], types: readonly ConfigType[]): unknown[] {
  const least = types.findLastIndex((type) => !isOptional(type)) + 1;
  checkCount(args.length, least, types.length);
  return args.map((arg, index) => fitArgument(arg, types[index], index));
}

function checkCount(got: number, least: number, most: number): void {
  if (got >= least && got <= most) return;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw new ConfigTypeError(
    "OPERATION_NOT_SUPPORTED",
    `The resolver takes ${wanted} ${wanted === "1" ? "argument" : "arguments"}, not ${got}`,
  );
}

function fitArgument(arg: unknown, type: ConfigType | undefined, index: number): unknown {
  if (type === undefined) return arg;
  const builder = new TreeBuilder({ key: `argument ${index + 1}`, literalText: true });
  const node = builder.build(arg, type);
  return isContainer(node) ? node : rawOfScalar(node);
}
