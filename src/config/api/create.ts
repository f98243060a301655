import { ConfigValueError, ValidationError } from "../../errors/config-errors.ts";
import { createRoot } from "../create.ts";
import type { ConfigNode, ContainerNode, Flags } from "../node.ts";
import { isContainer } from "../node.ts";
import { defaultContext } from "../resolvers/default-context.ts";
import type { ResolverRegistry } from "../resolvers/registry.ts";
import { describeKind } from "../raw-value.ts";
import { findNode, nodeOf, viewOf } from "../view.ts";
import { configFromText } from "../yaml/load-config.ts";
import type { Config, DataOf } from "./config-type.ts";
import type { StandardSchema } from "../../schema/standard-schema.ts";
import type { TypedStruct } from "../../schema/class-type.ts";
import { type TypeLike, typeOf } from "../../schema/type-spec.ts";
import { declaredStruct, structFor } from "./input.ts";

export interface CreateOptions {
  /** Resolvers that `${name:...}` may call in this config. @defaultValue those of {@link registerResolver} */
  readonly resolvers?: ResolverRegistry | undefined;
  readonly flags?: Flags | undefined;
  /** What the value is declared to be: `t.list(t.int)` for a list that converts whatever enters it. @defaultValue any */
  readonly type?: TypeLike | undefined;
  /** The config is read as if it stood inside this one: interpolations may reach what is there. */
  readonly parent?: object | undefined;
}

/**
 * Makes a config (O-CRE-001…009). Objects and arrays become config data; schemas (Zod, ArkType, Valibot with its adapter),
 * structs and classes become typed configs with their defaults, also deep inside a value; text is read as YAML; a config is
 * copied; null is null. Text that holds `${...}` is an interpolation, `???` is a mandatory value that is still missing.
 *
 * @throws {ValidationError} if a value cannot stand in a config.
 * @example
 * const cfg = create({ db: { host: "localhost", port: 3306 }, url: "${db.host}:${db.port}" });
 * cfg.url;             // "localhost:3306"
 * cfg.db.port = 3307;
 */
export function create<V = Record<string, unknown>>(
  value?: V,
  options: CreateOptions = {},
): Config<DataOf<V>> {
  if (value === null) return null as Config<DataOf<V>>;
  return viewOf(containerFrom(value, options)) as Config<DataOf<V>>;
}

/**
 * The struct that a schema or class declares, to be used where a struct is: as a field of another, or to make the config of
 * several.
 *
 * @throws {ValidationError} code `SCHEMA_UNSUPPORTED`, when the schema does not tell its structure.
 */
export function fromSchema<S extends StandardSchema | (new () => object)>(
  schema: S,
  name?: string,
): TypedStruct<DataOf<S>> {
  return structFor(schema, name);
}

function containerFrom(value: unknown, { resolvers, flags, parent, type }: CreateOptions): ContainerNode {
  const context = resolvers === undefined ? undefined : defaultContext(resolvers);
  const node =
    typeof value === "string"
      ? configFromText(value)
      : createRoot(value ?? {}, { flags, type: type && typeOf(type), declared: declaredStruct });
  if (typeof value === "string" && flags !== undefined) node.flags = { ...node.flags, ...flags };
  if (!isContainer(node)) {
    throw new ValidationError(
      "VALUE_UNSUPPORTED",
      `A config is a mapping or a list, not a lone ${describeKind(value)}`,
    );
  }
  if (parent !== undefined) attach(node, nodeOf(parent));
  node.context = context ?? findNode(value)?.context ?? node.context ?? defaultContext();
  return node;
}

function attach(node: ContainerNode, parent: ConfigNode): void {
  if (!isContainer(parent))
    throw new ConfigValueError("VALUE_UNSUPPORTED", "The parent of a config is a config");
  node.parent = parent;
}
