import { rawOfScalar } from "../convert.ts";
import { type Key, keyId } from "../keys.ts";
import { isContainer, isNode } from "../node.ts";
import { pythonStr } from "../python-text.ts";
import { ensureContext } from "../resolvers/default-context.ts";
import type { Call, Element, Interpolation, Part } from "./ast.ts";
import { resolverFailed, unknownResolver, unusableName } from "./failures.ts";
import { followReference } from "./reference.ts";
import type { Resolution, Scope } from "./scope.ts";

/** The value of a whole text: that of its only interpolation, or all pieces joined as text (O-INT-001). */
export function* evaluateParts(parts: readonly Part[], scope: Scope): Resolution<unknown> {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== "string")
    return yield* evaluateInterpolation(only, scope);
  return yield* joinParts(parts, scope);
}

/** An argument: a raw value, or a container as a node (O-RES-003). */
export function* evaluateElement(element: Element, scope: Scope): Resolution<unknown> {
  switch (element.type) {
    case "literal":
      return element.value;
    case "text":
      return yield* joinParts(element.parts, scope);
    case "list":
      return yield* evaluateAll(element.items, scope);
    case "map":
      return yield* evaluateMap(element.entries, scope);
    default: {
      const value = yield* evaluateInterpolation(element, scope);
      return isNode(value) && !isContainer(value) ? rawOfScalar(value) : value;
    }
  }
}

function* evaluateInterpolation(part: Interpolation, scope: Scope): Resolution<unknown> {
  return part.type === "call"
    ? yield* callResolver(part, scope)
    : yield* followReference(part, scope, keyText);
}

function* joinParts(parts: readonly Part[], scope: Scope): Resolution<string> {
  let text = "";
  for (const part of parts)
    text += typeof part === "string" ? part : pythonStr(yield* evaluateInterpolation(part, scope));
  return text;
}

function* evaluateAll(elements: readonly Element[], scope: Scope): Resolution<unknown[]> {
  const values: unknown[] = [];
  for (const element of elements) values.push(yield* evaluateElement(element, scope));
  return values;
}

/** Of equal keys the last value wins and the first spelling stays (O-GRM-006). */
function* evaluateMap(
  entries: readonly (readonly [unknown, Element])[],
  scope: Scope,
): Resolution<Map<unknown, unknown>> {
  const map = new Map<unknown, unknown>();
  const spellings = new Map<unknown, unknown>();
  for (const [key, element] of entries) {
    const id = key === null ? null : keyId(key as Key);
    if (!spellings.has(id)) spellings.set(id, key);
    map.set(spellings.get(id), yield* evaluateElement(element, scope));
  }
  return map;
}

function* callResolver(call: Call, scope: Scope): Resolution<unknown> {
  let name = "";
  for (const [index, part] of call.name.entries())
    name += (index === 0 ? "" : ".") + (typeof part === "string" ? part : yield* nameText(part, scope));
  const { resolvers, cache } = ensureContext(scope.reader);
  const resolver = resolvers.get(name);
  if (resolver === undefined) throw unknownResolver(name, call, scope, resolvers.names());
  if (resolver.useCache && cache.has(name, call.argumentTexts)) return cache.get(name, call.argumentTexts);
  const args = yield* evaluateAll(call.args, scope);
  let result: unknown;
  try {
    result = resolver.call(args, scope.contextFor(scope.reader));
  } catch (error) {
    throw resolverFailed(error, name, call, scope);
  }
  if (resolver.useCache) cache.set(name, call.argumentTexts, result);
  return result;
}

/** A key may also be given as an int: it is most often the index of a list item. */
function* keyText(part: Part, scope: Scope): Resolution<string> {
  if (typeof part === "string") return part;
  const value = yield* evaluateElement(part, scope);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value !== "string") throw unusableName(part, scope, "a key");
  return value;
}

function* nameText(part: Interpolation, scope: Scope): Resolution<string> {
  const value = yield* evaluateElement(part, scope);
  if (typeof value !== "string") throw unusableName(part, scope, "the name of a resolver");
  return value;
}
