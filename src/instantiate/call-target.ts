import { isOrochiError, type OrochiError } from "../errors/base.ts";
import { fullKey, type MapNode } from "../config/node.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";
import { type Callable, isCallable, isClass, type ResolvedTarget } from "../targets/target.ts";
import { ArgumentError, bindArguments, type CallArguments } from "./bind-arguments.ts";

/** Takes a target and answers what is called instead of it (Z-INST-002, Z-WRAP-001). */
export type TargetWrapper = (target: Callable) => unknown;

/** A target together with what is to be wrapped around it, innermost first. */
export interface CallableTarget extends ResolvedTarget {
  readonly value: Callable;
  readonly wrappers: readonly TargetWrapper[];
}

/** @throws {InstantiationException} code `TARGET_NOT_CALLABLE`. */
export function requireCallable(
  target: ResolvedTarget,
  wrappers: readonly TargetWrapper[],
  node: MapNode,
): CallableTarget {
  const { name, value, declaration, receiver } = target;
  if (isCallable(value)) return { name, value, declaration, receiver, wrappers };
  throw new InstantiationException(
    "TARGET_NOT_CALLABLE",
    `Target '${name}' is ${value === null ? "null" : `a ${typeof value}`}, not a function or class`,
    { key: fullKey(node) },
  );
}

/** Calls the target: classes with `new`, everything else as a function. */
export function callTarget(target: CallableTarget, given: CallArguments): unknown {
  const list = bindArguments(target, given);
  const callable = wrap(target);
  const asClass = callable === target.value ? kindOf(target) === "class" : isClass(callable);
  return asClass ? Reflect.construct(callable, list) : Reflect.apply(callable, target.receiver, list);
}

function kindOf({ value, declaration }: CallableTarget): "class" | "function" {
  return declaration?.kind ?? (isClass(value) ? "class" : "function");
}

function wrap(target: CallableTarget): Callable {
  let callable: Callable = target.value;
  for (const wrapper of target.wrappers) {
    const wrapped = wrapper(callable);
    if (!isCallable(wrapped))
      throw new ArgumentError(
        `a wrapper answered ${wrapped === null ? "null" : typeof wrapped}, not a function`,
      );
    callable = wrapped;
  }
  return callable;
}

/** The error of a failed call: it names the target, the node and the original error (H-INS-023). */
export function callFailure(target: ResolvedTarget, cause: unknown, key: string): OrochiError {
  if (isOrochiError(cause) && cause.code === "INSTANTIATE_ASYNC") return cause;
  if (cause instanceof ArgumentError) {
    return new InstantiationException(
      "INSTANTIATE_INVALID",
      `Target '${target.name}' cannot be called: ${cause.message}`,
      {
        key,
        hint: cause.hint,
        cause,
      },
    );
  }
  const what =
    cause instanceof Error
      ? `${cause.name}: ${isOrochiError(cause) ? cause.summary : cause.message}`
      : String(cause);
  return new InstantiationException("TARGET_FAILED", `Error in call to target '${target.name}': ${what}`, {
    key,
    cause,
    hint: isOrochiError(cause) ? cause.hint : undefined,
  });
}
