import { ConfigValueError } from "../../errors/config-errors.ts";
import { createRoot } from "../create.ts";
import { copyNode } from "../copy.ts";
import { mergeDotlist } from "../dotlist.ts";
import { mergeInto, mergeNodes, mergeOnto } from "../merge.ts";
import { type ConfigNode, type ContainerNode, isContainer, rootOf } from "../node.ts";
import { defaultContext } from "../resolvers/default-context.ts";
import { describeKind, withArticle } from "../raw-value.ts";
import { findNode, nodeOf, viewOf } from "../view.ts";
import type { Config, MergedData } from "./config-type.ts";
import { declaredStruct } from "./input.ts";

/**
 * A new config: the first with the others merged in, in order (O-MRG-001…012). Mappings merge key by key, lists and other values
 * replace; values are converted to the types of the first; closed configs take no new keys. None of the inputs changes. Each
 * may be a config, plain data, a schema, a struct or a class.
 *
 * @throws {ConfigKeyError} for a key that a closed config does not have.
 * @throws {ValidationError} if a value does not fit its declared type.
 * @throws {ConfigTypeError} for a list where a mapping stands, or the other way round.
 * @example merge(AppSchema, load("app.yaml"), { db: { port: 3307 } })
 */
export function merge<A, Others extends readonly unknown[]>(
  first: A,
  ...others: Others
): Config<MergedData<A, Others>> {
  return viewOf(prepared(mergeNodes(inputNode(first), ...others.map(inputNode)))) as Config<
    MergedData<A, Others>
  >;
}

/** {@link merge} without copying the first, which is changed and must not be used any more: quicker for big configs. */
export function unsafeMerge<A, Others extends readonly unknown[]>(
  first: A,
  ...others: Others
): Config<MergedData<A, Others>> {
  return viewOf(prepared(mergeOnto(inputNode(first), others.map(inputNode)))) as Config<
    MergedData<A, Others>
  >;
}

/** Merges into a config, in place. A read-only config refuses. Parts of the same config are merged as they were before. */
export function mergeWith(config: object, ...others: readonly unknown[]): void {
  const target = containerOf(config);
  for (const other of others) mergeInto(target, apartFrom(target, inputNode(other)));
}

/** What is merged must not change while it is read: a node of the same tree is copied, and still resolves where it stands. */
function apartFrom(target: ConfigNode, source: ConfigNode): ConfigNode {
  if (rootOf(source) !== rootOf(target)) return source;
  const copy = copyNode(source);
  copy.parent = source.parent;
  copy.key = source.key;
  return copy;
}

/** Applies entries such as `db.port=3307` to a config, in place (O-CRE-012). */
export function mergeWithDotlist(config: object, entries: readonly string[]): void {
  mergeDotlist(containerOf(config), entries);
}

/** The node of a config, or one for data, a schema, a struct or a class. */
function inputNode(value: unknown): ConfigNode {
  const known = findNode(value);
  if (known !== undefined) return known;
  const node =
    typeof value === "string" || value === null || value === undefined
      ? undefined
      : createRoot(value, { declared: declaredStruct });
  if (isContainer(node)) return node;
  throw new ConfigValueError(
    "VALUE_UNSUPPORTED",
    `Cannot merge ${value === undefined ? "nothing" : withArticle(describeKind(value))} into a config`,
    {
      hint: typeof value === "string" ? "read YAML text with create() or fromYaml()" : undefined,
    },
  );
}

function prepared(node: ConfigNode): ConfigNode {
  if (node.parent === undefined) node.context ??= defaultContext();
  return node;
}

function containerOf(config: object): ContainerNode {
  const node = nodeOf(config);
  if (isContainer(node)) return node;
  throw new TypeError("This is no config");
}
