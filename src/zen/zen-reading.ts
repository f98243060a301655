import type { Signature } from "../targets/signature.ts";
import { type Callable, isCallable } from "../targets/target.ts";
import type { PreCall, ZenOptions } from "./zen-options.ts";

/** A task as zen understood it. */
export interface TaskReading {
  readonly task: Callable;
  readonly signature: Signature;
  readonly exclude: ReadonlySet<string>;
  readonly unpackKwargs: boolean;
  readonly preCalls: readonly PreCall[];
  readonly resolvePreCall: boolean;
  readonly runInContext: boolean;
  readonly wrapTarget: ZenOptions["wrapTarget"];
  /** Makes a task of a configured one again: the target of the config that stands for it (Z-VAL-005). */
  readonly rebuild: Callable;
}

/** Target of the config that stands for a task. */
export const zenTaskTarget = "orochi:zenTask";

export const zenBrand: unique symbol = Symbol.for("orochi.zen");

/** What a zen task read from its task, if the value is one. */
export function readingOf(value: unknown): TaskReading | undefined {
  return isCallable(value) && zenBrand in value ? (value[zenBrand] as TaskReading) : undefined;
}
