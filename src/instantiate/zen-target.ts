import { type ConfigNode, fullKey, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import { toPlain } from "../config/to-object.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";
import { isTrusted } from "../targets/resolve-target.ts";
import { isCallable } from "../targets/target.ts";
import type { TargetWrapper } from "./call-target.ts";
import { reach } from "./reach.ts";
import type { Mode } from "./settings.ts";
import { findTarget, type Steps } from "./steps.ts";
import { argumentFor, type Walk } from "./walk.ts";

/** Target of configs with meta fields or wrappers: the real one stands in `_zen_target` (Z-PROC-001). */
export const zenTarget = "orochi:zen";

export function isZenTarget(name: string | undefined): boolean {
  return name === zenTarget;
}

export interface ZenSettings {
  readonly partial: boolean;
  readonly wrappers: readonly TargetWrapper[];
  /** Keys that are not passed on. */
  readonly skip: ReadonlySet<unknown>;
}

const zenKeys = ["_zen_target", "_zen_partial", "_zen_exclude", "_zen_wrappers"];

/** Reads the `_zen_…` keys of a node (Z-PROC-002). */
export function* zenSettings(node: MapNode, mode: Mode, walk: Walk): Steps<ZenSettings> {
  const partial = node.child("_zen_partial");
  const exclude = node.child("_zen_exclude");
  const wrappers = node.child("_zen_wrappers");
  return {
    partial:
      partial !== undefined && reach(partial).kind === "bool" && toPlain(partial, { resolve: true }) === true,
    skip: new Set([...zenKeys, ...(exclude === undefined ? [] : namesIn(exclude))]),
    wrappers: wrappers === undefined ? [] : yield* readWrappers(wrappers, mode, walk),
  };
}

function namesIn(node: ConfigNode): string[] {
  const list = reach(node);
  return list instanceof ListNode
    ? [...list.children()].map((item) => String(toPlain(item, { resolve: true })))
    : [];
}

/** Wrappers in the order they are applied; null stands for none (Z-WRAP-003). */
function* readWrappers(node: ConfigNode, mode: Mode, walk: Walk): Steps<TargetWrapper[]> {
  const found = reach(node);
  const items = found instanceof ListNode ? [...found.children()] : [node];
  const wrappers: TargetWrapper[] = [];
  for (const item of items) {
    const wrapper = yield* readWrapper(item, mode, walk);
    if (wrapper !== undefined) wrappers.push(wrapper);
  }
  return wrappers;
}

function* readWrapper(node: ConfigNode, mode: Mode, walk: Walk): Steps<TargetWrapper | undefined> {
  const found = reach(node);
  if (found.kind === "null") return undefined;
  const value = yield* wrapperValue(node, found, mode, walk);
  if (isCallable(value)) return (target) => Reflect.apply(value, undefined, [target]);
  throw new InstantiationException("TARGET_NOT_CALLABLE", "A wrapper is not a function", {
    key: fullKey(node),
  });
}

function* wrapperValue(node: ConfigNode, found: ConfigNode, mode: Mode, walk: Walk): Steps<unknown> {
  if (found instanceof MapNode) return yield* argumentFor(node, { ...mode, recursive: true }, walk);
  if (!(found instanceof ScalarNode) || typeof found.value !== "string")
    return found.kind === "object" ? found.value : undefined;
  const live = found.origin.kind === "code" ? found.origin.target : undefined;
  if (found === node && live !== undefined) return live;
  const place = { trusted: found === node && isTrusted(found.origin), key: fullKey(node) };
  return (yield* findTarget(found.value, place)).value;
}
