import { ZenError } from "../errors/hydra-errors.ts";
import type { ConvertMode } from "../instantiate/settings.ts";
import type { Callable } from "../targets/target.ts";
import { didYouMean } from "../text/nearest.ts";
import type { ConfigFor } from "./config-types.ts";

/** Settings of a config beside the values of its parameters (Z-BUILD-003). */
export interface BuildOptions {
  /** The name in `_target_`. @defaultValue the target's own name */
  readonly name?: string | undefined;
  /** Values for the positional parameters, stored in `_args_`. */
  readonly args?: readonly unknown[] | undefined;
  /** The config instantiates to a function of what is still open (Z-PART-001). */
  readonly partial?: boolean | undefined;
  /** Takes over parameters and literal defaults from the target's source (Z-POP-001). @defaultValue `false` */
  readonly populateFullSignature?: boolean | undefined;
  /** Parameters to leave out: names, positions, or a test of the name (Z-EXCL-001). */
  readonly exclude?: readonly (string | number)[] | ((name: string) => boolean) | undefined;
  /** Fields that exist in the config and are not passed to the target (Z-META-001). */
  readonly meta?: Readonly<Record<string, unknown>> | undefined;
  /** Called with the target, the first innermost; text names a target or is an interpolation (Z-WRAP-001). */
  readonly wrappers?: Wrapper | readonly Wrapper[] | undefined;
  readonly recursive?: boolean | undefined;
  /** All that refer to this config, as `${pool}`, get the same instance within one call of `instantiate`. @defaultValue `false` */
  readonly shared?: boolean | undefined;
  readonly convert?: ConvertMode | undefined;
  /** A defaults list (Z-DEF-001). */
  readonly defaults?: readonly DefaultsEntry[] | undefined;
  /** Configs whose fields and settings this one starts from, the first one winning (Z-INH-001). */
  readonly bases?: readonly ConfigFor<unknown>[] | undefined;
}

export type Wrapper = Callable | ConfigFor<unknown> | string | null;
export type DefaultsEntry = string | Readonly<Record<string, string | readonly string[] | null>>;

const convertModes = ["none", "partial", "object", "all"];
const known = [
  "name",
  "args",
  "partial",
  "populateFullSignature",
  "exclude",
  "meta",
  "wrappers",
  "recursive",
  "shared",
  "convert",
  "defaults",
  "bases",
];

/** @throws {ZenError} code `BUILD_INVALID`, for options of the wrong kind (Z-BUILD-009, Z-ERR-002). */
export function checkOptions(options: BuildOptions, where: string): void {
  for (const name of Object.keys(options))
    if (!known.includes(name))
      throw invalid(
        where,
        `there is no option '${name}'`,
        didYouMean(name, known) ?? `the options are ${known.join(", ")}`,
      );
  for (const name of ["partial", "populateFullSignature", "recursive", "shared"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== "boolean")
      throw invalid(where, `'${name}' must be true or false`);
  }
  if (options.convert !== undefined && !convertModes.includes(options.convert))
    throw invalid(where, `'convert' must be one of ${convertModes.join(", ")}`);
  if (options.name !== undefined && (typeof options.name !== "string" || options.name === ""))
    throw invalid(where, "'name' must be text");
  const { meta } = options;
  if (meta !== undefined && (typeof meta !== "object" || meta === null || Array.isArray(meta)))
    throw invalid(where, "'meta' must be an object of fields");
  if (options.args !== undefined && !Array.isArray(options.args))
    throw invalid(where, "'args' must be a list");
  if (
    options.exclude !== undefined &&
    !Array.isArray(options.exclude) &&
    typeof options.exclude !== "function"
  )
    throw invalid(where, "'exclude' must be a list of names and positions, or a function");
  if (options.defaults !== undefined) checkDefaults(options.defaults, where);
}

/** Z-DEF-001, Z-DEF-002. */
export function checkDefaults(defaults: readonly unknown[], where: string): void {
  if (!Array.isArray(defaults)) throw invalid(where, "'defaults' must be a list");
  if (defaults.filter((entry) => entry === "_self_").length > 1)
    throw invalid(where, "'_self_' stands in 'defaults' more than once");
  for (const entry of defaults) {
    if (typeof entry === "string") continue;
    const isEntry =
      typeof entry === "object" &&
      entry !== null &&
      !Array.isArray(entry) &&
      Object.values(entry).every(isChoice);
    if (!isEntry) throw invalid(where, "an entry of 'defaults' is text or { group: choice }");
  }
}

function isChoice(value: unknown): boolean {
  if (value === null || typeof value === "string") return true;
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

const reserved = new Set(["_target_", "_recursive_", "_convert_", "_args_", "_partial_", "_shared_"]);

/** Z-BUILD-004. */
export function checkFieldNames(names: Iterable<string>, where: string): void {
  for (const name of names) {
    if (reserved.has(name)) {
      const option = name.replaceAll("_", "");
      const hint = name === "_target_" ? "pass the target itself" : `write it as an option: { ${option}: … }`;
      throw invalid(where, `'${name}' cannot be a field`, hint);
    }
    if (name.startsWith("_zen_"))
      throw invalid(where, `'${name}' cannot be a field: names in _zen_ are reserved`);
  }
}

export function invalid(where: string, what: string, hint?: string): ZenError {
  return new ZenError("BUILD_INVALID", `${where}: ${what}`, { hint });
}
