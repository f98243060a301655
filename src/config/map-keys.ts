import { unusableKey } from "./failures.ts";
import { type Key, keyId } from "./keys.ts";
import { childKey, type ConfigNode, type ContainerNode, fullKey, ListNode, type MapNode } from "./node.ts";
import { spanOf } from "./origin-span.ts";
import { LatePlace, type Place } from "./place.ts";
import { EnumMember, Float } from "./scalar.ts";
import { anyType, type ConfigType, type EnumType } from "./types.ts";

/** The declared type of a mapping's keys. A struct's keys are checked against its fields instead. */
export function keyTypeOf(map: MapNode): ConfigType {
  return map.type.kind === "struct" ? anyType : map.type.key;
}

/** The key in the form in which a mapping with this key type stores it, or `undefined` if it does not take such keys. */
export function fitKey(key: unknown, type: ConfigType): Key | undefined {
  switch (type.kind) {
    case "any":
      return isKey(key) ? key : undefined;
    case "str":
      return typeof key === "string" ? key : undefined;
    case "int":
      return isIntKey(key) ? key : undefined;
    case "float":
      return isFloatKey(key) ? key : undefined;
    case "bool":
      return boolKey(key);
    case "bytes":
      return key instanceof Uint8Array ? key : undefined;
    case "enum":
      return findMember(type, key);
    default:
      return undefined;
  }
}

/** {@link fitKey}, or a `KeyValidationError`. */
export function checkKey(key: unknown, type: ConfigType, place: Place): Key {
  const fitting = fitKey(key, type);
  if (fitting === undefined) throw unusableKey(key, type, place);
  return fitting;
}

/**
 * The place of a key in a container, also of one that the container would not take. Keys that nobody could read in a path,
 * such as null or the empty text, are told by the place of the container.
 */
export function keyPlace(container: ContainerNode, key: unknown): Place {
  return new LatePlace({
    fullKey: () =>
      key !== "" && (isKey(key) || typeof key === "number") ? childKey(container, key) : fullKey(container),
    standing: () => {
      const child = standingAt(container, key);
      return child && spanOf(child);
    },
  });
}

function standingAt(container: ContainerNode, key: unknown): ConfigNode | undefined {
  if (container instanceof ListNode) return typeof key === "number" ? container.child(key) : undefined;
  return isKey(key) ? container.child(key) : undefined;
}

/**
 * The member that a value means: itself, its name (also after `EnumName.`), or its value (O-TYP-016,
 * O-24-004).
 */
export function findMember(type: EnumType, value: unknown): EnumMember | undefined {
  if (value instanceof EnumMember) return type.members.get(value.name) === value ? value : undefined;
  if (typeof value === "string") {
    const prefix = `${type.name}.`;
    return (
      type.members.get(value) ??
      (value.startsWith(prefix) ? type.members.get(value.slice(prefix.length)) : undefined) ??
      memberOfValue(type, value)
    );
  }
  if (typeof value === "number" && !Number.isInteger(value)) return memberOfValue(type, value);
  if (!isIntKey(value) || typeof value === "boolean") return undefined;
  for (const member of type.members.values()) {
    const own = member.value;
    if ((typeof own === "number" || typeof own === "bigint") && keyId(own) === keyId(value)) return member;
  }
  return undefined;
}

function memberOfValue(type: EnumType, value: string | number): EnumMember | undefined {
  for (const member of type.members.values()) if (member.value === value) return member;
  return undefined;
}

function isKey(key: unknown): key is Key {
  switch (typeof key) {
    case "string":
    case "number":
    case "bigint":
    case "boolean":
      return true;
    default:
      return key instanceof EnumMember || key instanceof Float || key instanceof Uint8Array;
  }
}

function isIntKey(key: unknown): key is number | bigint | boolean {
  return (
    typeof key === "bigint" || typeof key === "boolean" || (typeof key === "number" && Number.isInteger(key))
  );
}

function isFloatKey(key: unknown): key is number | Float {
  return key instanceof Float || (typeof key === "number" && !Number.isInteger(key));
}

function boolKey(key: unknown): boolean | undefined {
  if (typeof key === "boolean") return key;
  const number = key instanceof Float ? key.value : key;
  return number === 0 || number === 1 ? number === 1 : undefined;
}
