import { missingValue } from "../failures.ts";
import { spanOf } from "../origin-span.ts";
import { rawOfScalar } from "../convert.ts";
import { type ConfigNode, fullKey, isContainer, isNode, rootOf, type ScalarNode } from "../node.ts";
import { LatePlace } from "../place.ts";
import type { ResolverContext } from "../resolvers/registry.ts";
import { leafText } from "../python-text.ts";
import { scalarText } from "../scalar.ts";
import { selectPath } from "../select-path.ts";
import { copyResolved } from "./copy-resolved.ts";
import type { StaticReference } from "./ast.ts";
import { evaluateElement, evaluateParts } from "./evaluate.ts";
import { failureOf, noParent, recursiveInterpolation } from "./failures.ts";
import { fitSlot } from "./fit-slot.ts";
import { parseInterpolation, parseSingleElement } from "./parse.ts";
import { peekReference } from "./reference.ts";
import { resultNode, textResult } from "./result.ts";
import type { Resolution, Scope } from "./scope.ts";

/**
 * The nodes whose values are being worked out, outermost first. Resolvers may read other values, so this spans nested calls;
 * it is empty whenever no value is being read.
 */
const resolving = new Set<ScalarNode>();

/**
 * The node that a value finally stands for: the node itself unless it is an interpolation, the target of `${a.b}`, or a
 * detached node in the place of the reader that holds what was worked out. It fits the type of the slot that `node` stands in.
 * Nothing is remembered between two calls (O-INT-010).
 *
 * @throws {InterpolationResolutionError} with the full key of `node` (O-INT-004, O-INT-006, O-INT-008).
 */
export function dereference(node: ConfigNode): ConfigNode {
  if (node.kind !== "interpolation") return node;
  try {
    return peek(node) ?? run(handOut(node), node);
  } catch (error) {
    throw failureOf(error, node);
  }
}

/**
 * The raw value of a leaf, after interpolations; a container is answered as its node.
 *
 * @throws {MissingMandatoryValue} when the value is `???`.
 */
export function resolvedValue(node: ConfigNode): unknown {
  const target = dereference(node);
  if (isContainer(target)) return target;
  if (target.kind !== "missing") return rawOfScalar(target);
  throw missingValue(new LatePlace({ fullKey: () => fullKey(node), span: () => spanOf(target) }));
}

/** What a resolver is given that is called for a value (O-RES-002). */
function contextFor(reader: ConfigNode): ResolverContext {
  const root = rootOf(reader);
  return {
    node: reader,
    parent: reader.parent,
    root,
    select: (key, options) =>
      selectPath(reader.parent ?? root, key, { ...options, absolute: !key.startsWith(".") }, dereference),
    dereference,
    decode: (text) => run(evaluateElement(parseSingleElement(text), { reader, text, contextFor }), reader),
  };
}

/** The common cases without any bookkeeping: references to plain values, alone or in text, read by a slot that takes them as they are. */
function peek(node: ScalarNode): ConfigNode | undefined {
  const kind = node.slot.kind;
  if (kind !== "any" && kind !== "str") return undefined;
  const { reference, joined } = parseInterpolation(scalarText(node.value));
  if (joined !== undefined) return peekText(joined, node);
  return reference === undefined || kind !== "any" ? undefined : peekReference(reference, node);
}

/** `undefined` leaves the case, and its errors, to the long way. */
function peekText(parts: readonly (string | StaticReference)[], reader: ScalarNode): ConfigNode | undefined {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") text += part;
    else {
      const target = peekReference(part, reader);
      if (target === undefined || isContainer(target)) return undefined;
      text += leafText(target);
    }
  }
  return reader.parent === undefined ? undefined : textResult(text, reader);
}

function* handOut(node: ScalarNode): Resolution<ConfigNode> {
  return yield node;
}

/** Runs steps to their end. Nodes that they hand out wait on a stack of our own while others are worked out (TS-6). */
function run<Result>(steps: Resolution<Result>, reader: ConfigNode): Result {
  const waiting: { readonly node: ScalarNode; readonly steps: Resolution<ConfigNode> }[] = [];
  let answer = reader;
  try {
    for (;;) {
      const top = waiting.at(-1);
      const step = top === undefined ? steps.next(answer) : top.steps.next(answer);
      if (step.done !== true) {
        begin(step.value);
        waiting.push({ node: step.value, steps: resolveNode(step.value) });
      } else if (top === undefined) {
        return step.value as Result;
      } else {
        resolving.delete(top.node);
        waiting.pop();
        answer = step.value as ConfigNode;
      }
    }
  } finally {
    for (const { node } of waiting) resolving.delete(node);
  }
}

function begin(node: ScalarNode): void {
  if (resolving.has(node)) {
    const nodes = [...resolving];
    throw recursiveInterpolation([...nodes.slice(nodes.indexOf(node)), node]);
  }
  resolving.add(node);
}

function resolved(node: ConfigNode): ConfigNode {
  return copyResolved(node, dereference);
}

function* resolveNode(node: ScalarNode): Resolution<ConfigNode> {
  if (node.parent === undefined) throw noParent();
  const scope: Scope = { reader: node, text: scalarText(node.value), contextFor };
  const value = yield* evaluateParts(parseInterpolation(scope.text).parts, scope);
  const result = isNode(value) && value.parent !== undefined ? value : resultNode(value, node, resolved);
  return fitSlot(result.kind === "interpolation" ? yield result : result, scope);
}
