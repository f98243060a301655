import { ConfigTypeError } from "../../errors/config-errors.ts";
import { rawOfScalar } from "../convert.ts";
import { isContainer } from "../node.ts";
import { TreeBuilder } from "../tree-builder.ts";
import type { ConfigType } from "../types.ts";
import type { ResolverContext, ResolverFunction } from "./registry.ts";

export interface PositionalOptions {
  /** The function takes a {@link ResolverContext} before the arguments (O-RES-002). @defaultValue `false` */
  readonly context?: boolean | undefined;
  /** Types that the arguments are converted to and checked against, in order. More arguments than types are an error. */
  readonly argumentTypes?: readonly ConfigType[] | undefined;
}

/**
 * A resolver function from one that takes its arguments one by one. Too few arguments for the parameters without default are
 * an error, as they are for every other function of a config (O-RES-003).
 */
export function positional<Args extends readonly unknown[]>(
  call: (...args: Args) => unknown,
  options: PositionalOptions & { readonly context?: false | undefined },
): ResolverFunction;
export function positional<Args extends readonly unknown[]>(
  call: (context: ResolverContext, ...args: Args) => unknown,
  options: PositionalOptions & { readonly context: true },
): ResolverFunction;
export function positional(
  call: (...args: never[]) => unknown,
  { context: wantsContext = false, argumentTypes }: PositionalOptions,
): ResolverFunction {
  const least = call.length - (wantsContext ? 1 : 0);
  return (args, context) => {
    if (args.length < least) throw wrongCount(`at least ${least}`, args.length);
    if (argumentTypes !== undefined && args.length > argumentTypes.length)
      throw wrongCount(`at most ${argumentTypes.length}`, args.length);
    const typed = args.map((arg, index) => fitArgument(arg, argumentTypes?.[index], index));
    return Reflect.apply(call, undefined, wantsContext ? [context, ...typed] : typed);
  };
}

function fitArgument(arg: unknown, type: ConfigType | undefined, index: number): unknown {
  if (type === undefined) return arg;
  const builder = new TreeBuilder({ key: `argument ${index + 1}`, literalText: true });
  const node = builder.build(arg, type);
  return isContainer(node) ? node : rawOfScalar(node);
}

function wrongCount(wanted: string, got: number): ConfigTypeError {
  return new ConfigTypeError(
    "OPERATION_NOT_SUPPORTED",
    `The resolver takes ${wanted} ${wanted.endsWith(" 1") ? "argument" : "arguments"}, not ${got}`,
  );
}
