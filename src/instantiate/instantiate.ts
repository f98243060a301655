import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, fullKey, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import { createNode } from "../config/create.ts";
import { placeByKey } from "../config/place-error.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";
import type { TargetContext } from "../targets/target-context.ts";
import { withArticle } from "../text/article.ts";
import { withCallSiteValues } from "./call-site.ts";
import type { TargetWrapper } from "./call-target.ts";
import { instantiateTarget } from "./instantiate-target.ts";
import { type Result, valueOfResult } from "./result.ts";
import { defaultMode, type Mode, modeOf } from "./settings.ts";
import { createSession, type Session } from "./session.ts";
import { runSteps, runStepsSync, type Steps } from "./steps.ts";
import { hasTarget, instantiateAt, type Walk } from "./walk.ts";

export interface InstantiateNodeOptions {
  readonly targets: TargetContext;
  /** Replaces `_args_` as a whole; the values are passed as they are (H-INS-002). */
  readonly args?: readonly unknown[] | undefined;
  /** Values over those of the config: parameters, and `_target_`, `_convert_` and the like (H-INS-014). */
  readonly overrides?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown> | undefined;
  /** Every target that is met is called as `wrapTarget(target)` (Z-INST-002). */
  readonly wrapTarget?: TargetWrapper | undefined;
  /** Shares instances with the other calls of the session. @defaultValue one of its own */
  readonly session?: Session | undefined;
}

/**
 * What a config stands for: calls the targets in it, innermost first, and waits for promises.
 *
 * @throws {InstantiationException} with the full key of the node and the original error as cause.
 */
export async function instantiateNode(node: ConfigNode, options: InstantiateNodeOptions): Promise<unknown> {
  return runSteps(placing(node, instantiateRoot(node, options)), options.targets);
}

/** The same without waiting: every target must be registered or loaded, and none may answer a promise. */
export function instantiateNodeSync(node: ConfigNode, options: InstantiateNodeOptions): unknown {
  return runStepsSync(placing(node, instantiateRoot(node, options)), options.targets);
}

function* placing<T>(node: ConfigNode, steps: Steps<T>): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    placeByKey(error, node);
    throw error;
  }
}

function* instantiateRoot(given: ConfigNode, options: InstantiateNodeOptions): Steps<unknown> {
  const overrides = overridesOf(options);
  const node = dereference(given);
  const walk: Walk = {
    wrapper: options.wrapTarget,
    target: instantiateTarget,
    open: new Set(),
    session: options.session ?? createSession(),
  };
  if (node instanceof ListNode) return valueOfResult(yield* instantiateList(node, overrides, walk));
  if (node instanceof MapNode) return valueOfResult(yield* instantiateMap(node, overrides, options, walk));
  if (node.kind === "null" || node.kind === "missing")
    return valueOfResult(yield* instantiateAt(node, defaultMode, walk, { inTree: false }));
  const what = withArticle(node.kind);
  const summary = `Only mappings and lists can be instantiated, not ${what}`;
  throw new InstantiationException("INSTANTIATE_INVALID", summary, {
    key: fullKey(given),
    hint: "give a config with a _target_, or one that contains such configs",
  });
}

function* instantiateMap(
  node: MapNode,
  overrides: ReadonlyMap<string, unknown>,
  { args = [] }: InstantiateNodeOptions,
  walk: Walk,
): Steps<Result> {
  const at = overrides.size === 0 && args.length === 0 ? node : withCallSiteValues(node, overrides);
  if (args.length > 0 && hasTarget(at)) replaceArgs(at, args);
  return yield* instantiateAt(at, defaultMode, walk, { inTree: false, isRoot: true });
}

/** Positional values of the call are no config: nothing in them is instantiated or converted. */
function replaceArgs(node: MapNode, args: readonly unknown[]): void {
  const list = new ListNode();
  for (const value of args) list.push(new ScalarNode("object", value as object));
  node.setChild("_args_", list);
}

/** Of the values given for a list only the two modes count (H-INS-012). */
function* instantiateList(
  node: ListNode,
  overrides: ReadonlyMap<string, unknown>,
  walk: Walk,
): Steps<Result> {
  if (overrides.has("_partial_"))
    throw new InstantiationException("INSTANTIATE_INVALID", "'_partial_' does not go with a list", {
      key: fullKey(node),
    });
  return yield* instantiateAt(node, callSiteMode(overrides), walk, { inTree: false, isRoot: true });
}

function callSiteMode(overrides: ReadonlyMap<string, unknown>): Mode {
  const settings = new MapNode();
  for (const name of ["_recursive_", "_convert_"])
    if (overrides.has(name)) settings.setChild(name, createNode(overrides.get(name)));
  return modeOf(settings, defaultMode);
}

function overridesOf({ overrides = {} }: InstantiateNodeOptions): ReadonlyMap<string, unknown> {
  return overrides instanceof Map ? overrides : new Map(Object.entries(overrides));
}
