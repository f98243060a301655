// Configs by themselves: what OmegaConf is, without composition and without running anything.

export { create, type CreateOptions, fromSchema } from "./config/api/create.ts";
export { merge, mergeWith, mergeWithDotlist, unsafeMerge } from "./config/api/merge.ts";
export {
  canSelect,
  copy,
  deleteItem,
  getItem,
  getItemOr,
  hasItem,
  keysOf,
  popItem,
  removeItem,
  select,
  type SelectOptions,
  setItem,
  update,
  type UpdateOptions,
} from "./config/api/access.ts";
export { resolve, toObject, type ToObjectOptions, toYaml } from "./config/api/convert.ts";
export { fromDotlist, fromYaml, load, type ReadOptions, save } from "./config/api/files.ts";
export {
  equals,
  isConfig,
  isInterpolation,
  isList,
  isMap,
  isMissing,
  maskedCopy,
  missingKeys,
  originOf,
  type Provenance,
  structurallyEquals,
  typeNames,
  type TypeNames,
} from "./config/api/inspect.ts";
export { isReadonly, isStruct, openStruct, readWrite, setReadonly, setStruct } from "./config/api/flags.ts";
export {
  clearCache,
  clearResolver,
  clearResolvers,
  copyCache,
  hasResolver,
  registerResolver,
  type RegisterResolverOptions,
  type ResolverCall,
} from "./config/api/resolvers.ts";
export { float, II, int, path } from "./config/api/values.ts";
export type { Config, DataOf, MergedData, UntypedConfig } from "./config/api/config-type.ts";
export type { Paths, ValueAt } from "./config/api/path-type.ts";

// what values and resolvers are
export { EnumMember, MISSING } from "./config/scalar.ts";
export type { Key } from "./config/keys.ts";
export type { Flags } from "./config/node.ts";
export type { Origin, Shadowed } from "./config/origin.ts";
export type { YamlLimits } from "./config/yaml/limits.ts";
export type { DumpYamlOptions } from "./config/yaml/dump.ts";
export { createResolverRegistry } from "./config/resolvers/default-registry.ts";
export type { ResolverRegistry } from "./config/resolvers/registry.ts";

// types
export { structOf, type TypedStruct } from "./schema/class-type.ts";
export { enumOf, enumType, type TypedEnum } from "./schema/enum-type.ts";
export { type Fields, struct, type StructOptions, type ValuesOf } from "./schema/struct.ts";
export { t, type TypeLike, TypeSpec, type ValueOf } from "./schema/type-spec.ts";
export { type SchemaInput, type SchemaOutput, type StandardSchema } from "./schema/standard-schema.ts";
export { type SchemaIssue, SchemaValidationError } from "./schema/validate.ts";
export { validate } from "./config/api/validate.ts";

// errors
export { isOrochiError, OrochiError } from "./errors/base.ts";
export type { ErrorCode } from "./errors/codes.ts";
export {
  ConfigCycleDetectedException,
  ConfigError,
  ConfigIndexError,
  ConfigKeyError,
  ConfigTypeError,
  ConfigValueError,
  GrammarParseError,
  InterpolationKeyError,
  InterpolationResolutionError,
  InterpolationToMissingValueError,
  InterpolationValidationError,
  KeyValidationError,
  MissingMandatoryValue,
  ReadonlyConfigError,
  UnsupportedInterpolationType,
  UnsupportedValueType,
  ValidationError,
  YamlError,
} from "./errors/config-errors.ts";
