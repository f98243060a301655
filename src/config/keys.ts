import { EnumMember, Float } from "./scalar.ts";

/** A key of a mapping. Text in almost all configs; YAML and schemas also know numbers, booleans, bytes and enum members. */
export type Key = string | number | bigint | boolean | Float | Uint8Array | EnumMember;

/**
 * What a key is looked up by: equal keys have the same identity under `Map`'s comparison. Numbers that are equal are one key
 * whatever their kind, and booleans count as 0 and 1 (O-CRE-009). Text never equals a number.
 */
export type KeyId = string | number | bigint | EnumMember;

export function keyId(key: Key): KeyId {
  switch (typeof key) {
    case "string":
      return key;
    case "number":
      return key;
    case "boolean":
      return key ? 1 : 0;
    case "bigint":
      return Number.isSafeInteger(Number(key)) ? Number(key) : key;
    default:
      if (key instanceof Float) return key.value;
      if (key instanceof EnumMember) return key;
      return `\u0000bytes:${Buffer.from(key).toString("base64")}`;
  }
}
