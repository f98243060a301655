import { ConfigKeyError } from "../errors/config-errors.ts";
import { didYouMean } from "../text/nearest.ts";
import type { TreeContext } from "./context.ts";
import { type ConfigNode, type Flags, type MapNode } from "./node.ts";
import type { Origin } from "./origin.ts";
import { joinKeyPaths, type Place } from "./place.ts";
import { defaultContext } from "./resolvers/default-context.ts";
import { type DeclaredStruct, TreeBuilder } from "./tree-builder.ts";
import { anyType, type ConfigType, type StructType } from "./types.ts";

export interface CreateOptions {
  /** Type of the slot that the node is for. @defaultValue `any` */
  readonly type?: ConfigType | undefined;
  readonly origin?: Origin | undefined;
  readonly context?: TreeContext | undefined;
  readonly flags?: Flags | undefined;
  /** Full key of the node in the tree that it is going to, for errors. */
  readonly key?: string | undefined;
  /** Like `key`, for a key that is computed only when an error needs it. */
  readonly place?: Place | undefined;
  /** Values of unsupported kinds are kept as they are. @defaultValue the flag `allow_objects` of `flags` */
  readonly allowObjects?: boolean | undefined;
  /** Text is data: `???` and `${` mean nothing in it, as in the results of resolvers (O-INT-009). */
  readonly literalText?: boolean | undefined;
  /** What turns classes and schemas in the value into structs. */
  readonly declared?: DeclaredStruct | undefined;
}

/**
 * The node for a raw value, detached. Nodes in the value are copied, structs stand for their defaults (O-CRE-003…010,
 * O-TYP-002, O-TYP-031).
 *
 * @throws {ValidationError} if a value does not fit its type or no config holds such values.
 * @throws {KeyValidationError} if a key does not fit.
 * @throws {GrammarParseError} if a text holds a `${` that cannot be parsed.
 */
export function createNode(value: unknown, options: CreateOptions = {}): ConfigNode {
  const allowObjects = options.allowObjects ?? options.flags?.allow_objects;
  const builder = new TreeBuilder({ ...options, allowObjects });
  const node = builder.build(value, options.type ?? anyType);
  if (options.flags !== undefined) node.flags = { ...node.flags, ...options.flags };
  if (options.context !== undefined) node.context = options.context;
  return node;
}

/** {@link createNode} for the root of a tree: it has a context, so that interpolations can be resolved. */
export function createRoot(value: unknown, options: CreateOptions = {}): ConfigNode {
  const node = createNode(value, options);
  node.context ??= defaultContext();
  return node;
}

export interface CreateStructOptions {
  /** Type of the slot that the node is for. @defaultValue `any` */
  readonly slot?: ConfigType | undefined;
  /** Values that some fields have instead of their defaults. */
  readonly values?: ReadonlyMap<string, unknown> | undefined;
  readonly origin?: Origin | undefined;
  readonly key?: string | undefined;
}

/**
 * A struct with its defaults, or with other values for some fields, like an instance made with these arguments (O-STR-001).
 *
 * @throws {ConfigKeyError} if a value is for no field.
 */
export function createStructNode(struct: StructType, options: CreateStructOptions = {}): MapNode {
  const values = options.values ?? new Map<string, unknown>();
  for (const name of values.keys()) {
    if (struct.fields.has(name) || struct.rest !== undefined) continue;
    throw new ConfigKeyError("KEY_NOT_IN_SCHEMA", `Key '${name}' is not in '${struct.name}'`, {
      key: joinKeyPaths(options.key ?? "", name),
      hint: didYouMean(name, struct.fields.keys()),
    });
  }
  return new TreeBuilder(options).buildStruct(struct, options.slot ?? anyType, values);
}
