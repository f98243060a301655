import { createNode } from "../config/create.ts";
import { type ConfigNode, MapNode, ScalarNode } from "../config/node.ts";
import { configValue } from "../config/raw-value.ts";
import type { ConfigType } from "../config/types.ts";
import { justTarget } from "../instantiate/instantiate-target.ts";
import type { ConvertMode } from "../instantiate/settings.ts";
import { zenTarget } from "../instantiate/zen-target.ts";
import type { Callable } from "../targets/target.ts";
import { type LiveTargets, targetNode } from "./live-targets.ts";

/** A value on its way into a config. */
export interface FieldValue {
  /** In the raw domain of `createNode`. */
  readonly raw: unknown;
  /** What overrides are checked against. */
  readonly type?: ConfigType | undefined;
  /** As the user gave it. */
  readonly given: unknown;
}

/** Everything a config consists of. */
export interface ConfigSpec {
  readonly target?: { readonly name: string; readonly value: Callable } | undefined;
  /** The target is the value itself, not called. */
  readonly just?: boolean | undefined;
  /** Data that holds more than YAML has a form for, converted; there is nothing else then. */
  readonly data?: unknown;
  readonly args?: readonly unknown[] | undefined;
  readonly fields: ReadonlyMap<string, FieldValue>;
  readonly meta: ReadonlyMap<string, FieldValue>;
  readonly wrappers: readonly unknown[];
  /** Whether wrappers were given as a list, for the YAML form. */
  readonly wrapperList: boolean;
  readonly partial?: boolean | undefined;
  readonly recursive?: boolean | undefined;
  readonly shared?: boolean | undefined;
  readonly convert?: ConvertMode | undefined;
  readonly defaults?: readonly unknown[] | undefined;
  readonly targets: LiveTargets;
  /** Makes the config again with other values. */
  readonly remake: (changes: Readonly<Record<string, unknown>>) => ZenConfig;
}

/** The config as a node. Declared apart: declarations are made file by file, and there a class cannot have an imported key. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- the static block below defines it
export interface ZenConfig {
  readonly [configValue]: ConfigNode;
}

/** The frozen object behind `builds`, `just`, `makeConfig` and `kwargsOf`. Every place that takes a config value takes it. */
export class ZenConfig {
  readonly #spec: ConfigSpec;
  #fields: Readonly<Record<string, unknown>> | undefined;

  constructor(spec: ConfigSpec) {
    this.#spec = spec;
    Object.freeze(this);
  }

  /** The values of its fields, as they were given. */
  get fields(): Readonly<Record<string, unknown>> {
    return (this.#fields ??= Object.freeze(Object.fromEntries(givenValues(this.#spec))));
  }

  static {
    Object.defineProperty(this.prototype, configValue, {
      get(this: ZenConfig): ConfigNode {
        return nodeOfSpec(this.#spec);
      },
    });
  }

  with(changes: Readonly<Record<string, unknown>>): ZenConfig {
    return this.#spec.remake(changes);
  }

  static specOf(config: ZenConfig): ConfigSpec {
    return config.#spec;
  }
}

function* givenValues({ fields, meta }: ConfigSpec): Generator<[string, unknown]> {
  for (const [name, { given }] of fields) yield [name, given];
  for (const [name, { given }] of meta) yield [name, given];
}

/** Keys in hydra-zen's order (Z-BUILD-006, Z-JUST-003, Z-MC-003). */
function nodeOfSpec(spec: ConfigSpec): ConfigNode {
  if (spec.data !== undefined) return createNode(spec.data);
  const node = new MapNode();
  if (spec.just === true && spec.target !== undefined) {
    node.setChild("path", targetNode(spec.target.name, spec.target.value));
    node.setChild("_target_", createNode(justTarget));
    return node;
  }
  if (spec.target !== undefined) addTarget(node, spec, spec.target);
  if (spec.target === undefined) addFields(node, spec.fields);
  addSettings(node, spec);
  if (spec.target !== undefined) addFields(node, spec.fields);
  addFields(node, spec.meta);
  return node;
}

function addTarget(node: MapNode, spec: ConfigSpec, target: { name: string; value: Callable }): void {
  if (!usesZenTarget(spec)) {
    node.setChild("_target_", targetNode(target.name, target.value));
    if (spec.partial !== undefined) node.setChild("_partial_", createNode(spec.partial));
    return;
  }
  node.setChild("_target_", createNode(zenTarget));
  node.setChild("_zen_target", targetNode(target.name, target.value));
  if (spec.partial !== undefined) node.setChild("_zen_partial", createNode(spec.partial));
  if (spec.meta.size > 0) node.setChild("_zen_exclude", createNode([...spec.meta.keys()]));
  if (spec.wrappers.length === 0) return;
  node.setChild("_zen_wrappers", createNode(spec.wrapperList ? spec.wrappers : spec.wrappers[0]));
}

/** Meta fields and wrappers need more than Hydra's own keys can say (Z-PROC-001). */
export function usesZenTarget(spec: ConfigSpec): boolean {
  return spec.meta.size > 0 || spec.wrappers.length > 0;
}

function addSettings(node: MapNode, { recursive, shared, convert, defaults, args }: ConfigSpec): void {
  if (recursive !== undefined) node.setChild("_recursive_", createNode(recursive));
  if (shared !== undefined) node.setChild("_shared_", createNode(shared));
  if (convert !== undefined) node.setChild("_convert_", createNode(convert));
  if (defaults !== undefined) node.setChild("defaults", createNode(defaults));
  if (args !== undefined && args.length > 0) node.setChild("_args_", createNode(args));
}

function addFields(node: MapNode, fields: ReadonlyMap<string, FieldValue>): void {
  for (const [name, { raw, type }] of fields)
    node.setChild(
      name,
      raw === undefined ? new ScalarNode("missing", "???", type) : createNode(raw, { type, key: name }),
    );
}
