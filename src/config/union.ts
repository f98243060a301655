import { isLiteralValue } from "./convert.ts";
import { ValidationError } from "../errors/config-errors.ts";
import { factsAt, typeMismatch } from "./failures.ts";
import { findMember, fitKey, keyTypeOf } from "./map-keys.ts";
import { ListNode, MapNode, ScalarNode, isContainer } from "./node.ts";
import type { Place } from "./place.ts";
import { describeValue, isStructType, rawKind } from "./raw-value.ts";
import { EnumMember } from "./scalar.ts";
import { rawOfScalar } from "./convert.ts";
import { type ConfigType, formatType, isSubtype, type StructType } from "./types.ts";

/**
 * The side of a union that a value belongs to (O-TYP-017, O-24-002): the first whose exact kind it is, nothing is converted.
 * Of containers exactly one side may accept.
 */
export function chooseUnionMember(
  value: unknown,
  members: readonly ConfigType[],
  slot: ConfigType,
  place: Place,
): ConfigType {
  const accepting = flatten(members).filter((member) => fitsExactly(value, member));
  const [first, second] = accepting;
  if (first === undefined) throw typeMismatch(value, slot, place);
  if (second !== undefined && first.kind !== "any" && isContainerValue(value))
    throw ambiguous(value, accepting, place);
  return first;
}

function flatten(members: readonly ConfigType[]): ConfigType[] {
  return members.flatMap((member) => {
    if (member.kind === "optional") return flatten([member.of]);
    return member.kind === "union" ? flatten(member.of) : [member];
  });
}

/** Whether a value is of a type already, without any conversion. */
export function fitsExactly(value: unknown, type: ConfigType): boolean {
  if (value instanceof ScalarNode) return fitsLeaf(value, type);
  const kind = rawKind(value);
  switch (type.kind) {
    case "any":
      return kind !== "unsupported";
    case "optional":
      return kind === "null" || fitsExactly(value, type.of);
    case "union":
      return type.of.some((member) => fitsExactly(value, member));
    case "literal":
      return isLiteralValue(value, type.values);
    case "enum":
      return value instanceof EnumMember && findMember(type, value) !== undefined;
    case "struct":
      return fitsStruct(value, type);
    case "list":
      return isListValue(value) && itemsOf(value).every((item) => fitsSlot(item, type.item));
    case "tuple":
      return isListValue(value) && fitsTuple(itemsOf(value), type);
    case "map":
      return fitsMap(value, type);
    default:
      return kind === type.kind;
  }
}

function fitsLeaf(node: ScalarNode, type: ConfigType): boolean {
  return isSpecialText(node.kind) || fitsExactly(rawOfScalar(node), type);
}

/** Items may be missing or interpolations in a slot of any type (O-TYP-004). */
function fitsSlot(value: unknown, type: ConfigType): boolean {
  return (typeof value === "string" && (value === "???" || value.includes("${"))) || fitsExactly(value, type);
}

function isSpecialText(kind: string): boolean {
  return kind === "missing" || kind === "interpolation";
}

function fitsStruct(value: unknown, type: StructType): boolean {
  if (isStructType(value)) return isSubtype(value, type);
  return value instanceof MapNode && value.type.kind === "struct" && isSubtype(value.type, type);
}

function fitsTuple(items: unknown[], type: Extract<ConfigType, { kind: "tuple" }>): boolean {
  if (items.length < type.items.length || (items.length > type.items.length && type.rest === undefined))
    return false;
  return items.every((item, index) => fitsSlot(item, type.items[index] ?? type.rest ?? { kind: "any" }));
}

function fitsMap(value: unknown, type: Extract<ConfigType, { kind: "map" }>): boolean {
  if (value instanceof MapNode) {
    if (value.type.kind === "struct" || (type.key.kind !== "any" && keyTypeOf(value).kind === "struct"))
      return false;
    return [...value.children()].every(
      (child) => fitKey(child.key, type.key) !== undefined && fitsSlot(child, type.value),
    );
  }
  if (rawKind(value) !== "map" || typeof value !== "object" || value === null) return false;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.every(([key, item]) => fitKey(key, type.key) !== undefined && fitsSlot(item, type.value));
}

function isListValue(value: unknown): value is unknown[] | ListNode {
  return Array.isArray(value) || value instanceof ListNode;
}

function itemsOf(value: unknown[] | ListNode): unknown[] {
  return Array.isArray(value) ? value : [...value.children()];
}

function isContainerValue(value: unknown): boolean {
  return (
    isStructType(value) ||
    ["list", "map"].includes(rawKind(value)) ||
    ((value instanceof MapNode || value instanceof ListNode) && isContainer(value))
  );
}

function ambiguous(value: unknown, members: readonly ConfigType[], place: Place): ValidationError {
  const names = members.map(formatType).join(" and ");
  return new ValidationError("VALUE_TYPE", `${describeValue(value)} fits more than one type: ${names}`, {
    ...factsAt(place),
    value,
    hint: "assign a value that only one of them takes",
  });
}
