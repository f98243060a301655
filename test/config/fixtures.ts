import { EnumMember } from "../../src/config/scalar.ts";
import type { ConfigType, EnumType, StructType } from "../../src/config/types.ts";

export const int: ConfigType = { kind: "int" };
export const float: ConfigType = { kind: "float" };
export const bool: ConfigType = { kind: "bool" };
export const str: ConfigType = { kind: "str" };
export const bytes: ConfigType = { kind: "bytes" };
export const path: ConfigType = { kind: "path" };
export const any: ConfigType = { kind: "any" };
export const optional = (of: ConfigType): ConfigType => ({ kind: "optional", of });
export const union = (...of: ConfigType[]): ConfigType => ({ kind: "union", of });
export const listOf = (item: ConfigType): ConfigType => ({ kind: "list", item });
export const mapOf = (key: ConfigType, value: ConfigType): ConfigType => ({ kind: "map", key, value });
export const tupleOf = (...items: ConfigType[]): ConfigType => ({ kind: "tuple", items });

export function enumType(name: string, members: Record<string, number | string>): EnumType {
  const made = Object.entries(members).map(
    ([member, value]) => [member, new EnumMember({ name }, member, value)] as const,
  );
  return { kind: "enum", name, members: new Map(made) };
}

export function member(type: EnumType, name: string): EnumMember {
  const found = type.members.get(name);
  if (found === undefined) throw new Error(`no member ${name}`);
  return found;
}

export function struct(
  name: string,
  fields: Record<string, { type: ConfigType; default?: unknown }>,
  base?: StructType,
): StructType {
  const own = Object.entries(fields).map(([field, rest]) => [field, { name: field, ...rest }] as const);
  return {
    kind: "struct",
    name,
    fields: new Map([...(base?.fields ?? []), ...own]),
    ...(base === undefined ? {} : { base }),
  };
}

export const Color = enumType("Color", { RED: 1, GREEN: 2 });
export const TextEnum = enumType("TextEnum", { A: "a", B: "x" });
export const User = struct("User", { name: { type: str, default: "bond" }, age: { type: int, default: 7 } });
export const Sub = struct("Sub", { x: { type: float, default: 2 } }, User);
