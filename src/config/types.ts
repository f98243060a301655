import type { EnumMember } from "./scalar.ts";

/**
 * The one type language (design D3). Every slot of a config tree has a type; untyped slots have `any`.
 * `null` is allowed only in `any` and `optional` slots; `???` and interpolations are allowed everywhere.
 */
export type ConfigType =
  | { readonly kind: "any" }
  | { readonly kind: "int" }
  | { readonly kind: "float" }
  | { readonly kind: "bool" }
  | { readonly kind: "str" }
  | { readonly kind: "bytes" }
  | { readonly kind: "path" }
  | EnumType
  | { readonly kind: "literal"; readonly values: readonly (string | number | bigint | boolean | null)[] }
  | { readonly kind: "optional"; readonly of: ConfigType }
  | { readonly kind: "union"; readonly of: readonly ConfigType[] }
  | ListType
  | TupleType
  | MapType
  | StructType;

export interface EnumType {
  readonly kind: "enum";
  readonly name: string;
  /** By name, in declared order. */
  readonly members: ReadonlyMap<string, EnumMember>;
}
export interface ListType {
  readonly kind: "list";
  readonly item: ConfigType;
}
export interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly ConfigType[];
  /** Type of all further items, for tuples of open length. */
  readonly rest?: ConfigType;
}
export interface MapType {
  readonly kind: "map";
  /** `any` takes every key; otherwise str, int, float, bool, bytes or an enum. */
  readonly key: ConfigType;
  readonly value: ConfigType;
}

/** A closed mapping with named, typed fields: what OmegaConf calls a structured config. */
export interface StructType {
  readonly kind: "struct";
  readonly name: string;
  /** Own and inherited fields, inherited ones first, by name. May be filled after creation, for recursive schemas. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly base?: StructType;
  /** Keys beyond the fields are allowed, with values of this type. */
  readonly rest?: ConfigType;
  /** A frozen schema: its nodes are read-only. */
  readonly readonly?: boolean;
  /**
   * The type is its fields, as with TypeScript's own object types: another structural type that has the same fields, and maybe
   * more, extends it. Set for types that come from schemas, where equal parts of two schemas are two objects.
   */
  readonly structural?: boolean;
  readonly description?: string;
  /** Turns the field values into an instance, for `toObject(cfg, { structs: "instantiate" })`. */
  readonly construct?: (fields: Record<string, unknown>) => unknown;
}
export interface Field {
  readonly name: string;
  readonly type: ConfigType;
  /** Raw value in the domain of `create`; absent: the field is mandatory (`???`). */
  readonly default?: unknown;
  readonly description?: string;
  /** Null stands for "not given": a schema that validates the config is not shown the field then. */
  readonly omittable?: boolean;
  /** Not there until something sets it; so it is not listed either. */
  readonly absent?: boolean;
}

export const anyType: ConfigType = { kind: "any" };
export const anyMap: MapType = { kind: "map", key: anyType, value: anyType };
export const anyList: ListType = { kind: "list", item: anyType };

/** Whether `null` may stand in a slot of this type. */
export function isOptional(type: ConfigType): boolean {
  if (type.kind === "any" || type.kind === "optional") return true;
  if (type.kind === "literal") return type.values.includes(null);
  return type.kind === "union" && type.of.some(isOptional);
}

/** The type without its outer `optional`. */
export function required(type: ConfigType): ConfigType {
  return type.kind === "optional" ? required(type.of) : type;
}

/** Whether `type` is `base` or extends it, directly or not. */
export function isSubtype(type: StructType, base: StructType): boolean {
  for (let at: StructType | undefined = type; at !== undefined; at = at.base) if (at === base) return true;
  return type.structural === true && base.structural === true && hasFieldsOf(type, base, new Map());
}

/** Pairs of structs that are being compared, or were found equal: recursive types end here. */
type Compared = Map<StructType, Set<StructType>>;

function hasFieldsOf(type: StructType, base: StructType, compared: Compared): boolean {
  const before = compared.get(type);
  if (before?.has(base) === true) return true;
  compared.set(type, new Set(before).add(base));
  for (const [name, field] of base.fields) {
    const own = type.fields.get(name);
    if (own === undefined || !sameType(own.type, field.type, compared)) return false;
  }
  return true;
}

function sameType(a: ConfigType, b: ConfigType, compared: Compared): boolean {
  if (a === b) return true;
  const all = (left: readonly ConfigType[], right: readonly ConfigType[]) =>
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index];
      return other !== undefined && sameType(one, other, compared);
    });
  switch (a.kind) {
    case "struct":
      return b.kind === "struct" && isSameStruct(a, b, compared);
    case "literal":
      return (
        b.kind === "literal" &&
        a.values.length === b.values.length &&
        a.values.every((v) => b.values.includes(v))
      );
    case "optional":
      return b.kind === "optional" && sameType(a.of, b.of, compared);
    case "union":
      return b.kind === "union" && all(a.of, b.of);
    case "list":
      return b.kind === "list" && sameType(a.item, b.item, compared);
    case "tuple":
      return (
        b.kind === "tuple" && all(a.items, b.items) && all(a.rest ? [a.rest] : [], b.rest ? [b.rest] : [])
      );
    case "map":
      return b.kind === "map" && sameType(a.key, b.key, compared) && sameType(a.value, b.value, compared);
    case "enum":
      return false;
    default:
      return a.kind === b.kind;
  }
}

function isSameStruct(a: StructType, b: StructType, compared: Compared): boolean {
  if (a.structural !== true || b.structural !== true) return false;
  return a.fields.size === b.fields.size && hasFieldsOf(a, b, compared);
}

/** The type as users read it: `int`, `list[int]`, `map[str, User] | null`. */
export function formatType(type: ConfigType): string {
  switch (type.kind) {
    case "enum":
    case "struct":
      return type.name;
    case "literal":
      return type.values
        .map((value) => (typeof value === "string" ? `'${value}'` : String(value)))
        .join(" | ");
    case "optional":
      return `${formatType(type.of)} | null`;
    case "union":
      return type.of.map(formatType).join(" | ");
    case "list":
      return `list[${formatType(type.item)}]`;
    case "tuple": {
      const items = type.items.map(formatType);
      if (type.rest !== undefined) items.push(`...${formatType(type.rest)}`);
      return `tuple[${items.join(", ")}]`;
    }
    case "map":
      return `map[${formatType(type.key)}, ${formatType(type.value)}]`;
    default:
      return type.kind;
  }
}
