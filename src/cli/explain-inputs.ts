import type { Element, Interpolation, Part, Reference } from "../config/interpolation/ast.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { parseInterpolation } from "../config/interpolation/parse.ts";
import { childByText } from "../config/key-path.ts";
import { type ConfigNode, fullKey, isContainer, rootOf, ScalarNode } from "../config/node.ts";
import { placeAt } from "../config/place.ts";
import { scalarText } from "../config/scalar.ts";
import { snippet } from "../config/shadow.ts";
import { isOrochiError } from "../errors/base.ts";
import { explainOrigin, type ExplainedStep } from "./explain-origin.ts";

/** Something that an interpolated value is made of. */
export interface ExplainedInput {
  /** `${db.host}` or `${oc.env:HOME}`, as written. */
  readonly text: string;
  /** The key that is read, from the root; absent for resolvers. */
  readonly key?: string;
  readonly resolver?: string;
  readonly value?: string;
  /** Why there is no value. */
  readonly error?: string;
  readonly setBy?: ExplainedStep;
  readonly inputs?: readonly ExplainedInput[];
}

/** How deep inputs of inputs are told: values may refer to each other in a circle. */
const maxDepth = 8;

/** The keys that an interpolated value reads and the resolvers that it calls. */
export function explainInputs(node: ConfigNode, depth = 0): ExplainedInput[] {
  if (node.kind !== "interpolation" || depth >= maxDepth) return [];
  const text = scalarText(node.value);
  return outermost(parseInterpolation(text).parts).map((part) => explainInput(part, { text, node, depth }));
}

/** What a value comes to, or why it comes to nothing. */
export function outcomeOf(work: () => ConfigNode): { readonly value?: string; readonly error?: string } {
  try {
    return { value: snippet(work()) };
  } catch (error) {
    if (isOrochiError(error)) return { error: error.summary };
    throw error;
  }
}

interface Reader {
  readonly text: string;
  readonly node: ConfigNode;
  readonly depth: number;
}

function explainInput(part: Interpolation, reader: Reader): ExplainedInput {
  const text = reader.text.slice(part.start, part.end);
  const inner = partsOf(part).map((nested) => explainInput(nested, reader));
  const target = part.type === "reference" ? targetOf(part, reader.node) : undefined;
  if (target === undefined) {
    const what = part.type === "call" ? { resolver: nameOf(part.name) } : {};
    return { text, ...what, ...outcomeOf(() => valueOf(text, reader.node)), ...inputs(inner) };
  }
  const { setBy } = explainOrigin(target);
  return {
    text,
    key: fullKey(target),
    ...outcomeOf(() => dereference(target)),
    ...(setBy === undefined ? {} : { setBy }),
    ...inputs([...inner, ...explainInputs(target, reader.depth + 1)]),
  };
}

function inputs(found: readonly ExplainedInput[]): { readonly inputs?: readonly ExplainedInput[] } {
  return found.length === 0 ? {} : { inputs: found };
}

/** The interpolations inside of one: in the keys of a reference, in the arguments of a call. */
function partsOf(part: Interpolation): Interpolation[] {
  if (part.type === "reference") return outermost(part.keys.map(({ key }) => key));
  return [...outermost(part.name), ...part.args.flatMap(insideOf)];
}

function insideOf(element: Element): Interpolation[] {
  switch (element.type) {
    case "literal":
      return [];
    case "text":
      return outermost(element.parts);
    case "list":
      return element.items.flatMap(insideOf);
    case "map":
      return element.entries.flatMap(([, value]) => insideOf(value));
    default:
      return [element];
  }
}

function outermost(parts: readonly Part[]): Interpolation[] {
  return parts.filter((part) => typeof part !== "string");
}

function nameOf(name: readonly Part[]): string {
  return name.map((piece) => (typeof piece === "string" ? piece : "…")).join(".");
}

/** The node that a reference with fixed steps names, before an interpolation that it holds itself is followed. */
function targetOf({ steps, dots }: Reference, reader: ConfigNode): ConfigNode | undefined {
  if (steps === undefined) return undefined;
  try {
    let at: ConfigNode | undefined = dots === 0 ? rootOf(reader) : reader.parent;
    for (let up = 1; up < dots; up++) at = at?.parent;
    for (const step of steps) {
      const container: ConfigNode | undefined = at && dereference(at);
      at = isContainer(container) ? childByText(container, step, placeAt(step)) : undefined;
    }
    return at;
  } catch (error) {
    if (isOrochiError(error)) return undefined;
    throw error;
  }
}

/** What a piece of a value comes to, read in the place of the whole value. */
function valueOf(text: string, reader: ConfigNode): ConfigNode {
  const piece = new ScalarNode("interpolation", text);
  piece.parent = reader.parent;
  piece.key = reader.key;
  return dereference(piece);
}
