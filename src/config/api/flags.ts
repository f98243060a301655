import { setFlag } from "../flags.ts";
import { effectiveFlag, type FlagName } from "../node.ts";
import { nodeOf } from "../view.ts";

/** Closes a config to new keys, or opens it; `undefined`: as what contains it (O-FLG-002, O-FLG-004). */
export function setStruct(config: object, value: boolean | undefined): void {
  setFlag(nodeOf(config), "struct", value);
}

/** Protects a config from all changes, or lifts that; `undefined`: as what contains it (O-FLG-005). */
export function setReadonly(config: object, value: boolean | undefined): void {
  setFlag(nodeOf(config), "readonly", value);
}

/** Whether new keys are refused here. `undefined`: nobody has said. */
export function isStruct(config: object): boolean | undefined {
  return effectiveFlag(nodeOf(config), "struct");
}

/** Whether changes are refused here. `undefined`: nobody has said. */
export function isReadonly(config: object): boolean | undefined {
  return effectiveFlag(nodeOf(config), "readonly");
}

/**
 * Calls a function while a config takes new keys. What it was before comes back in any case, after a promise has settled.
 *
 * @example openStruct(cfg, () => { cfg.extra = 1; });
 */
export function openStruct<T extends object, Result>(config: T, change: (config: T) => Result): Result {
  return during(config, "struct", change);
}

/** Calls a function while a read-only config can be changed. */
export function readWrite<T extends object, Result>(config: T, change: (config: T) => Result): Result {
  return during(config, "readonly", change);
}

function during<T extends object, Result>(config: T, flag: FlagName, change: (config: T) => Result): Result {
  const node = nodeOf(config);
  const before = node.flags?.[flag];
  const restore = () => setFlag(node, flag, before);
  setFlag(node, flag, false);
  let result: Result;
  try {
    result = change(config);
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as Result;
  restore();
  return result;
}
