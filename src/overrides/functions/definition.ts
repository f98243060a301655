import type { OverrideValue, ValueKind } from "../types.ts";
import type { FunctionRegistry } from "./registry.ts";

/** What a call in a value may use. */
export interface FunctionContext {
  readonly functions: Pick<FunctionRegistry, "find" | "names">;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/** The arguments of a call; quoted text has lost its quotes (H-FUN-001). */
export interface FunctionArguments {
  readonly positional: OverrideValue[];
  readonly named: Map<string, OverrideValue>;
}

export interface FunctionParameter {
  readonly name: string;
  /** Kinds of values that it takes; absent: all of them. */
  readonly kinds?: readonly ValueKind[];
  /** It may be left out. */
  readonly optional?: boolean;
  /** It can only be given by name. */
  readonly namedOnly?: boolean;
  /** It takes all positional arguments that are left. */
  readonly rest?: boolean;
}

/** Arguments by parameter name; the arguments of a rest parameter are in `rest`. */
export interface BoundArguments {
  readonly rest: readonly OverrideValue[];
  readonly values: ReadonlyMap<string, OverrideValue>;
}

/** A function of the override language. */
export interface OverrideFunction {
  readonly name: string;
  readonly parameters: readonly FunctionParameter[];
  /** Throws a {@link FunctionError} for arguments that it cannot take. */
  readonly call: (given: BoundArguments, context: FunctionContext) => OverrideValue;
}

/**
 * Why a call failed, in words that follow the function's name. The caller adds name and place.
 *
 * @example
 * const registry = createFunctionRegistry();
 * registry.register("half", (x) => {
 *   if (typeof x !== "number") throw new FunctionError("takes a number", "write half(3)");
 *   return x / 2;
 * });
 */
export class FunctionError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
