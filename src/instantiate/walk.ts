import type { Key } from "../config/keys.ts";
import { type ConfigNode, type ContainerNode, fullKey, isContainer, MapNode } from "../config/node.ts";
import { toPlain } from "../config/to-object.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";
import type { TargetWrapper } from "./call-target.ts";
import { reach } from "./reach.ts";
import { isSettled, plainEntries, rebuilt, type Result, valueOfResult } from "./result.ts";
import type { Session } from "./session.ts";
import { controlKeys, isShared, type Mode, modeOf } from "./settings.ts";
import type { Steps } from "./steps.ts";

/** What one call of instantiate carries along. */
export interface Walk {
  readonly wrapper: TargetWrapper | undefined;
  /** Turns a map with a `_target_` into what its target answers. */
  readonly target: (node: MapNode, mode: Mode, walk: Walk) => Steps<unknown>;
  /** Containers being instantiated, to notice one that contains itself through an interpolation. */
  readonly open: Set<ConfigNode>;
  readonly session: Session;
}

/** How a container is treated beyond its mode. */
interface Place {
  /** The container goes into a config container and stays one itself. */
  readonly inTree: boolean;
  /** Control keys are settings of the call here, and left out; below they are data (H-INS-011). */
  readonly isRoot?: boolean;
}

/** One node: depth first, children in config order (H-INS-013); interpolations are resolved when reached. */
export function* instantiateAt(given: ConfigNode, inherited: Mode, walk: Walk, place: Place): Steps<Result> {
  const node = reach(given);
  if (!isContainer(node)) return { node };
  if (walk.open.has(node)) throw containsItself(given);
  walk.open.add(node);
  try {
    if (hasTarget(node)) {
      const mode = modeOf(node, inherited);
      const value = isShared(node)
        ? yield* instantiateOnce(node, mode, walk)
        : yield* walk.target(node, mode, walk);
      return { value };
    }
    return yield* instantiateContainer(
      node,
      node instanceof MapNode ? modeOf(node, inherited) : inherited,
      walk,
      place,
    );
  } finally {
    walk.open.delete(node);
  }
}

function* instantiateOnce(node: MapNode, mode: Mode, walk: Walk): Steps<unknown> {
  const { shared } = walk.session;
  if (!shared.has(node)) shared.set(node, yield* walk.target(node, mode, walk));
  return shared.get(node);
}

/** A value for a target: instantiated, or as it stands when the target is not recursive. */
export function* argumentFor(node: ConfigNode, mode: Mode, walk: Walk): Steps<unknown> {
  if (mode.recursive) return valueOfResult(yield* instantiateAt(node, mode, walk, { inTree: false }));
  const found = reach(node);
  return valueOfResult(isContainer(found) ? asItIs(found, mode, { inTree: false }) : { node: found });
}

export function hasTarget(node: ConfigNode): node is MapNode {
  return node instanceof MapNode && node.childNamed("_target_") !== undefined;
}

function* instantiateContainer(node: ContainerNode, mode: Mode, walk: Walk, place: Place): Steps<Result> {
  if (!mode.recursive) return asItIs(node, mode, place);
  const inTree = place.inTree || staysInTree(node, mode);
  const results: [Key | number, Result][] = [];
  for (const child of node.children()) {
    if (place.isRoot === true && node instanceof MapNode && controlKeys.has(child.key)) continue;
    const result = isSettled(child) ? { node: child } : yield* instantiateAt(child, mode, walk, { inTree });
    results.push([child.key ?? "", result]);
  }
  return inTree ? { node: rebuilt(node, results) } : { value: plainContainer(node, mode, results) };
}

/** H-INS-021: under `partial` a typed mapping stays a config, under `none` everything does. */
function staysInTree(node: ContainerNode, { convert }: Mode): boolean {
  return convert === "none" || (convert === "partial" && isStruct(node));
}

function plainContainer(
  node: ContainerNode,
  mode: Mode,
  results: readonly [Key | number, Result][],
): unknown {
  const entries = results.map(([key, result]) => [key, valueOfResult(result)] as const);
  if (!(node instanceof MapNode)) return entries.map(([, value]) => value);
  const plain = plainEntries(entries);
  if (mode.convert !== "object" || node.type.kind !== "struct" || plain instanceof Map) return plain;
  return node.type.construct?.(plain as Record<string, unknown>) ?? plain;
}

/** A container that is not looked into. */
function asItIs(node: ContainerNode, mode: Mode, place: Place): Result {
  if (place.inTree || staysInTree(node, mode)) return { node };
  const structs = mode.convert === "all" ? "plain" : mode.convert === "object" ? "instantiate" : "node";
  return { value: toPlain(node, { resolve: true, throwOnMissing: true, structs }) };
}

function isStruct(node: ContainerNode): boolean {
  return node.type.kind === "struct";
}

function containsItself(node: ConfigNode): InstantiationException {
  return new InstantiationException(
    "INSTANTIATE_INVALID",
    "The config contains itself through an interpolation",
    {
      key: fullKey(node),
    },
  );
}
