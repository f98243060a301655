import { EnumMember } from "../config/scalar.ts";
import type { EnumType } from "../config/types.ts";

/** An enum type whose members have values of type `T`. */
export interface TypedEnum<T> extends EnumType {
  readonly [memberValue]?: T;
}
declare const memberValue: unique symbol;

/**
 * An enum type by its members: names with values, or just names, which are their own values. Configs write members by name and
 * read them as values.
 *
 * @example
 * const Flavour = enumType("Flavour", { RYE: 1, WHEAT: 2 });
 */
export function enumType<const Members extends Readonly<Record<string, unknown>>>(
  name: string,
  members: Members,
): TypedEnum<Members[keyof Members]>;
export function enumType<const Names extends readonly string[]>(
  name: string,
  names: Names,
): TypedEnum<Names[number]>;
export function enumType(
  name: string,
  members: Readonly<Record<string, unknown>> | readonly string[],
): EnumType {
  const entries: [string, unknown][] = Array.isArray(members)
    ? members.map((member: string) => [member, member])
    : Object.entries(members);
  const made = new Map<string, EnumMember>();
  const type: EnumType = { kind: "enum", name, members: made };
  for (const [member, value] of entries) made.set(member, new EnumMember(type, member, value));
  return type;
}

/**
 * The enum type of one of TypeScript's own enums.
 *
 * @example
 * const Color = { Red: 0, Green: 1 } as const; // or a TypeScript enum
 * const ColorType = enumOf("Color", Color);
 */
export function enumOf<E extends Readonly<Record<string, string | number>>>(
  name: string,
  members: E,
): TypedEnum<E[keyof E]> {
  const known = enums.get(members);
  if (known !== undefined) return known;
  // Numeric enums also map their values back to names; these keys are numbers and no members.
  const entries = Object.entries(members).filter(([key]) => !/^-?[0-9.]+$/.test(key));
  const type = enumType(name, Object.fromEntries(entries)) as TypedEnum<E[keyof E]>;
  enums.set(members, type);
  return type;
}

const enums = new WeakMap<object, EnumType>();
