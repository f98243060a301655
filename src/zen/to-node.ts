import { copyNode } from "../config/copy.ts";
import { createNode } from "../config/create.ts";
import { type ConfigNode, isNode, MapNode, ScalarNode } from "../config/node.ts";
import { configValue, unwrapValue } from "../config/raw-value.ts";
import type { StructType } from "../config/types.ts";
import { hasJsonSchema, isStandardSchema, schemaToType } from "../schema/standard-schema.ts";
import { type Callable, isCallable } from "../targets/target.ts";
import { type BuildOptions, invalid } from "./build-options.ts";
import { makeBuilds } from "./builds.ts";
import { ValueConversion } from "./value-conversion.ts";
import { readingOf } from "./zen-reading.ts";
import { ZenConfig } from "./zen-config.ts";

/** What a store keeps of an object. */
export interface StoredConfig {
  readonly node: ConfigNode;
  readonly targets: ReadonlyMap<string, Callable>;
}

export interface ToNodeOptions extends BuildOptions {
  /** Values for the object's parameters or fields. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The config that stands for an object (Z-TC): schemas become typed configs, functions and classes configs with their full
 * signature, configs stay what they are, data becomes a config.
 */
export function toStoredConfig(object: unknown, name: string, options: ToNodeOptions): StoredConfig {
  const { config: fields = {}, ...buildOptions } = options;
  if (isStandardSchema(object))
    return { node: schemaNode(object, name, fields, buildOptions), targets: new Map() };
  if (object instanceof ZenConfig) return zenNode(object, fields, buildOptions);
  if (isCallable(object) && !(configValue in object) && readingOf(object) === undefined) {
    const built = makeBuilds(object, new Map(Object.entries(fields)), {
      populateFullSignature: true,
      ...buildOptions,
    });
    return zenNode(built, {}, {});
  }
  refuseBuildOptions(buildOptions);
  const given = unwrapValue(object);
  if (isNode(given)) return { node: withFields(copyNode(given), fields), targets: new Map() };
  const conversion = new ValueConversion(`store('${name}')`);
  const node = createNode(conversion.convert(given, ""));
  if (node instanceof ScalarNode) throw invalid(`store('${name}')`, `a ${node.kind} is no config`);
  return { node: withFields(node, fields), targets: conversion.targets };
}

function zenNode(
  config: ZenConfig,
  fields: Readonly<Record<string, unknown>>,
  options: BuildOptions,
): StoredConfig {
  const changes = Object.keys(fields).length > 0;
  const built =
    Object.keys(options).length > 0 ? makeBuilds(config, new Map(Object.entries(fields)), options) : config;
  const final = changes && built === config ? config.with(fields) : built;
  return { node: final[configValue], targets: ZenConfig.specOf(final).targets };
}

/** A schema's fields with its defaults; a schema that cannot tell its fields makes an open config. */
function schemaNode(
  schema: unknown,
  name: string,
  fields: Readonly<Record<string, unknown>>,
  { defaults, ...others }: BuildOptions,
): ConfigNode {
  refuseBuildOptions(others);
  if (!isStandardSchema(schema)) throw invalid(`store('${name}')`, "this is no schema");
  const struct = schemaToType(schema, schemaName(schema, name));
  if (struct === undefined) {
    const hint = hasJsonSchema(schema)
      ? "the schema must describe an object"
      : "this schema does not tell its fields; for Valibot wrap it in toStandardJsonSchema() of @valibot/to-json-schema";
    throw invalid(`store('${name}')`, "no config can be made of the schema", hint);
  }
  const node = createNode(defaults === undefined ? struct : withDefaultsList(struct));
  const filled = withFields(node, fields);
  if (defaults !== undefined && filled instanceof MapNode) filled.setChild("defaults", createNode(defaults));
  return filled;
}

function schemaName(schema: object, fallback: string): string {
  const title: unknown = Reflect.get(schema, "title");
  return typeof title === "string" ? title : fallback;
}

function withDefaultsList(struct: StructType): StructType {
  const fields = new Map(struct.fields);
  fields.set("defaults", { name: "defaults", type: { kind: "any" } });
  return { ...struct, fields };
}

function withFields(node: ConfigNode, fields: Readonly<Record<string, unknown>>): ConfigNode {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return node;
  if (!(node instanceof MapNode)) throw invalid("store()", "'config' gives fields, but a list has none");
  const conversion = new ValueConversion("store()");
  for (const [key, value] of entries) {
    const type =
      node.child(key)?.slot ?? (node.type.kind === "struct" ? node.type.fields.get(key)?.type : undefined);
    node.setChild(key, createNode(conversion.convert(value, key), { type, key }));
  }
  return node;
}

function refuseBuildOptions(options: BuildOptions): void {
  const [name] = Object.entries(options).find(([, value]) => value !== undefined) ?? [];
  if (name !== undefined)
    throw invalid("store()", `'${name}' is for functions and classes; this is a config already`);
}
