import { resolveInPlace } from "../resolve-in-place.ts";
import { toPlain } from "../to-object.ts";
import { createNode } from "../create.ts";
import { findNode, nodeOf, viewOf } from "../view.ts";
import { dumpYaml, type DumpYamlOptions } from "../yaml/dump.ts";
import { declaredStruct } from "./input.ts";

export interface ToObjectOptions {
  /** Interpolations are replaced by what they mean. `false`: they stay as text. @defaultValue `true` */
  readonly resolve?: boolean | undefined;
  /** A value that is still `???` is an error. `false`: it stays as text. @defaultValue `true` */
  readonly throwOnMissing?: boolean | undefined;
  /** Enum members as values or as names. @defaultValue `value` */
  readonly enums?: "value" | "name" | undefined;
  /** `map`: mappings become `Map`, which keeps keys that are no text. @defaultValue `object` */
  readonly maps?: "object" | "map" | undefined;
  /**
   * `instantiate`: mappings that a class declared become instances of it; `config`: mappings with declared fields stay configs.
   * @defaultValue `plain`
   */
  readonly structs?: "plain" | "instantiate" | "config" | undefined;
}

/**
 * Plain data for a config (O-CNV-001…006): objects, arrays and leaves that know nothing of configs any more.
 *
 * @throws {InterpolationResolutionError} if an interpolation fails; {@link MissingMandatoryValue} if a value is missing.
 */
export function toObject<T extends object>(config: T, options: ToObjectOptions = {}): T {
  return toPlain(nodeOf(config), {
    resolve: options.resolve !== false,
    throwOnMissing: options.throwOnMissing !== false,
    enumToValue: options.enums !== "name",
    enumToName: options.enums === "name",
    maps: options.maps,
    structs: options.structs === "config" ? "node" : options.structs,
    structView: viewOf,
  }) as T;
}

/**
 * A config, or plain data, as YAML text (O-DMP). Missing values stay `???`, interpolations stay as they are written unless
 * `resolve` is set.
 */
export function toYaml(config: unknown, options: DumpYamlOptions = {}): string {
  return dumpYaml(findNode(config) ?? createNode(config, { declared: declaredStruct }), options);
}

/**
 * Replaces every interpolation in a config by what it means, in place (O-CNV-007).
 *
 * @throws {InterpolationResolutionError} if one fails.
 */
export function resolve<T extends object>(config: T): T {
  resolveInPlace(nodeOf(config));
  return config;
}
