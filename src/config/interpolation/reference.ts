import { ConfigTypeError } from "../../errors/config-errors.ts";
import { type ConfigNode, type ContainerNode, isContainer, rootOf } from "../node.ts";
import { childByText, countLeadingDots, splitKeyPath } from "../key-path.ts";
import { type Place, placeAt } from "../place.ts";
import type { Part, Reference } from "./ast.ts";
import {
  aboveRoot,
  badIndex,
  keyNotFound,
  notAContainer,
  pointsToMissing,
  pointsToParent,
} from "./failures.ts";
import type { Resolution, Scope } from "./scope.ts";

/** The error that needs a place is told about the reader instead. */
const noPlace: Place = placeAt("");

/** Works out a nested interpolation that stands for a key. */
export type KeyText = (part: Part, scope: Scope) => Resolution<string>;

/** The node that a reference finally points to, through interpolated containers and further interpolations. */
export function* followReference(part: Reference, scope: Scope, keyText: KeyText): Resolution<ConfigNode> {
  const { dots, steps } =
    part.steps === undefined ? yield* readPath(part, scope, keyText) : { ...part, steps: part.steps };
  let container = startOf(part, dots, scope);
  for (const [index, step] of steps.entries()) {
    const child = childAt(container, step, part, scope);
    if (index === steps.length - 1) return yield* finish(child, part, scope);
    const next: ConfigNode = child.kind === "interpolation" ? yield child : child;
    if (!isContainer(next)) throw notAContainer(part, scope, next, steps[index + 1] ?? "");
    container = next;
  }
  return container;
}

/**
 * The target of a reference with fixed steps, if it is found without following any other interpolation: the quick way for by
 * far the most references. `undefined` leaves the case, and its errors, to {@link followReference}.
 */
export function peekReference(part: Reference, reader: ConfigNode): ConfigNode | undefined {
  let at: ConfigNode | undefined = climb(reader, part.dots);
  for (const step of part.steps ?? []) {
    if (at === undefined || !isContainer(at) || (at.kind === "list" && !/^\d+$/.test(step))) return undefined;
    at = childByText(at, step, noPlace);
  }
  if (at === undefined || at.kind === "interpolation" || at.kind === "missing") return undefined;
  return isContainer(at) && holds(at, reader) ? undefined : at;
}

function* finish(child: ConfigNode, part: Reference, scope: Scope): Resolution<ConfigNode> {
  if (holds(child, scope.reader)) throw pointsToParent(part, scope);
  if (child.kind !== "interpolation") return child;
  const target = yield child;
  if (holds(target, scope.reader)) throw pointsToParent(part, scope);
  return target;
}

/** Keys and the results of nested interpolations make one path, which is split again (O-INT-003). */
function* readPath(
  part: Reference,
  scope: Scope,
  keyText: KeyText,
): Resolution<{ dots: number; steps: readonly string[] }> {
  let path = ".".repeat(part.dots);
  for (const [index, { key, inBrackets }] of part.keys.entries()) {
    const text = typeof key === "string" ? key : yield* keyText(key, scope);
    path += inBrackets ? `[${text}]` : index === 0 ? text : `.${text}`;
  }
  const dots = countLeadingDots(path);
  return { dots, steps: splitKeyPath(path.slice(dots)) };
}

function startOf(part: Reference, dots: number, scope: Scope): ContainerNode {
  const start = climb(scope.reader, dots);
  if (start === undefined) throw aboveRoot(part, scope);
  return start;
}

/** No dot is the root, one dot the container of the reader, each further dot the one above it (O-INT-002). */
function climb(reader: ConfigNode, dots: number): ContainerNode | undefined {
  if (dots === 0) {
    const root = rootOf(reader);
    return isContainer(root) ? root : undefined;
  }
  let at: ConfigNode | undefined = reader;
  for (let left = dots; left > 0 && at !== undefined; left--) at = at.parent;
  return at !== undefined && isContainer(at) ? at : undefined;
}

function childAt(container: ContainerNode, step: string, part: Reference, scope: Scope): ConfigNode {
  const child = stepChecked(container, step, part, scope);
  if (child === undefined) throw keyNotFound(part, scope, container, step);
  if (child.kind === "missing") throw pointsToMissing(part, scope, child);
  return child;
}

function stepChecked(
  container: ContainerNode,
  step: string,
  part: Reference,
  scope: Scope,
): ConfigNode | undefined {
  try {
    return childByText(container, step, noPlace);
  } catch (error) {
    if (!(error instanceof ConfigTypeError)) throw error;
    throw badIndex(error, part, scope);
  }
}

/**
 * Whether a node is, or stands in the place of, a container of the reader (O-INT-006). The place counts because what a
 * resolver made stands in the reader's place without being part of the tree.
 */
function holds(node: ConfigNode, reader: ConfigNode): boolean {
  for (let at: ConfigNode | undefined = reader.parent; at !== undefined; at = at.parent) {
    if (at === node) return true;
    if (at.parent !== undefined && at.parent === node.parent && at.key === node.key) return true;
  }
  return false;
}
