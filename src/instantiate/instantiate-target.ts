import { type ConfigNode, fullKey, ListNode, type MapNode, ScalarNode } from "../config/node.ts";
import { spanOf } from "../config/origin-span.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";
import { isTrusted, type TargetPlace } from "../targets/resolve-target.ts";
import { isCallable, type ResolvedTarget } from "../targets/target.ts";
import { withArticle } from "../text/article.ts";
import { ArgumentError, type CallArguments } from "./bind-arguments.ts";
import {
  type CallableTarget,
  callFailure,
  callTarget,
  requireCallable,
  type TargetWrapper,
} from "./call-target.ts";
import { createPartial } from "./partial-function.ts";
import { isMissing, reach } from "./reach.ts";
import { keepDisposable } from "./session.ts";
import { targetKeys, isPartial, type Mode } from "./settings.ts";
import { isSettled, valueOfResult } from "./result.ts";
import { findTarget, isThenable, settle, type Steps } from "./steps.ts";
import { argumentFor, type Walk } from "./walk.ts";
import { isZenTarget, zenSettings } from "./zen-target.ts";

/** Target of `just(f)`: answers what its `path` names, without calling it. */
export const justTarget = "orochi:just";

/** A map with a `_target_`: finds the target, collects its arguments, calls it (H-INS-001…005, 013, 018, 019, 022, 023). */
export function* instantiateTarget(node: MapNode, mode: Mode, walk: Walk): Steps<unknown> {
  const name = targetText(node);
  if (name === justTarget) return yield* justValue(node, walk);
  const zen = isZenTarget(name) ? yield* zenSettings(node, mode, walk) : undefined;
  const partial = zen?.partial ?? isPartial(node);
  const found = yield* targetAt(node, zen === undefined ? "_target_" : "_zen_target");
  const target = requireCallable(found, wrappersFor(walk, zen?.wrappers), node);
  const given = yield* collectArguments(node, mode, walk, { partial, target, skip: zen?.skip ?? noNames });
  if (partial) return createPartial(target, given, fullKey(node));
  try {
    const called = callTarget(target, given);
    const made = isThenable(called) ? yield* settle(called, fullKey(node)) : called;
    keepDisposable(walk.session, made);
    return made;
  } catch (error) {
    const failure = callFailure(target, error, fullKey(node));
    const surplus = error instanceof ArgumentError ? node.child(error.argument ?? "") : undefined;
    if (surplus !== undefined) failure.addPlaces({ span: () => spanOf(surplus, "key") });
    throw failure;
  }
}

function wrappersFor(
  { wrapper }: Walk,
  own: readonly TargetWrapper[] = noWrappers,
): readonly TargetWrapper[] {
  return wrapper === undefined ? own : [wrapper, ...own];
}

const noWrappers: readonly TargetWrapper[] = [];
const noNames: ReadonlySet<unknown> = new Set();

/** The target that a child of the node names. Code may put the function itself there. */
export function* targetAt(node: MapNode, field: string): Steps<ResolvedTarget> {
  const child = node.childNamed(field);
  if (child === undefined) throw noTarget(node, field, "is not there");
  const found = reach(child);
  if (found.kind === "object" && isCallable(found.value))
    return { name: found.value.name, value: found.value, declaration: undefined };
  if (!(found instanceof ScalarNode) || found.kind !== "str" || typeof found.value !== "string")
    throw noTarget(
      node,
      field,
      `is ${found.kind === "null" ? "null" : `a ${found.kind}`}, not the name of a target`,
    );
  // An interpolated name may come from anywhere, so it is trusted no more than a file.
  const direct = child === found;
  const live = direct && found.origin.kind === "code" ? found.origin.target : undefined;
  if (isCallable(live)) return { name: found.value, value: live, declaration: undefined };
  const trusted = direct && isTrusted(found.origin);
  return yield* findTarget(found.value, new NamedIn(node, trusted));
}

/** Where the name of a target was found; the key is put together when an error tells it. */
class NamedIn implements TargetPlace {
  readonly trusted: boolean;
  readonly #node: MapNode;

  constructor(node: MapNode, trusted: boolean) {
    this.#node = node;
    this.trusted = trusted;
  }
  get key(): string {
    return fullKey(this.#node);
  }
}

function targetText(node: MapNode): string | undefined {
  const child = node.childNamed("_target_");
  const found = child === undefined ? undefined : reach(child);
  return found?.kind === "str" && typeof found.value === "string" ? found.value : undefined;
}

function* justValue(node: MapNode, walk: Walk): Steps<unknown> {
  const { value } = yield* targetAt(node, "path");
  return walk.wrapper !== undefined && isCallable(value) ? walk.wrapper(value) : value;
}

interface Collecting {
  readonly partial: boolean;
  readonly target: CallableTarget;
  /** Further names that are no arguments. */
  readonly skip: ReadonlySet<unknown>;
}

function* collectArguments(
  node: MapNode,
  mode: Mode,
  walk: Walk,
  { partial, target, skip }: Collecting,
): Steps<CallArguments> {
  const args: unknown[] = [];
  const named = new Map<string, unknown>();
  for (const child of node.children()) {
    if (child.key === "_args_") args.push(...(yield* positional(child, mode, walk, target)));
    else if (!targetKeys.has(child.key) && !skip.has(child.key)) {
      if (typeof child.key !== "string") throw callFailure(target, unnamed(child), fullKey(node));
      if (partial && isMissing(child)) continue;
      named.set(
        child.key,
        isSettled(child) ? valueOfResult({ node: child }) : yield* argumentFor(child, mode, walk),
      );
    }
  }
  return { args, named };
}

function* positional(node: ConfigNode, mode: Mode, walk: Walk, target: CallableTarget): Steps<unknown[]> {
  const list = reach(node);
  if (!(list instanceof ListNode)) {
    const what = list.kind === "map" ? "a map" : list.kind === "null" ? "null" : withArticle(list.kind);
    const cause = new InstantiationException("INSTANTIATE_INVALID", `'_args_' must be a list, not ${what}`, {
      key: fullKey(node),
    });
    throw callFailure(target, cause, fullKey(node.parent ?? node));
  }
  const values: unknown[] = [];
  for (const item of list.children()) values.push(yield* argumentFor(item, mode, walk));
  return values;
}

function unnamed(child: ConfigNode): ArgumentError {
  return new ArgumentError(`the key ${String(child.key)} is not text, so it names no parameter`);
}

function noTarget(node: MapNode, field: string, what: string): InstantiationException {
  return new InstantiationException("TARGET_NOT_CALLABLE", `'${field}' ${what}`, { key: fullKey(node) });
}
