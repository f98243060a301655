import { shortKey } from "../text/short-key.ts";
import {
  ConfigIndexError,
  ConfigTypeError,
  KeyValidationError,
  MissingMandatoryValue,
  ReadonlyConfigError,
  UnsupportedValueType,
  ValidationError,
} from "../errors/config-errors.ts";
import type { ErrorFacts } from "../errors/base.ts";
import type { Place } from "./place.ts";
import { describeKind, describeValue, withArticle } from "./raw-value.ts";
import { type ConfigType, formatType, required } from "./types.ts";

/** A value that does not fit the slot's type. */
export function typeMismatch(value: unknown, type: ConfigType, place: Place): ValidationError {
  const wanted = required(type);
  return new ValidationError(
    "VALUE_TYPE",
    `${capitalized(describeValue(value))} does not fit the type ${formatType(type)}`,
    { ...factsAt(place), value, referenceType: formatType(type), hint: mismatchHint(value, wanted) },
  );
}

function mismatchHint(value: unknown, wanted: ConfigType): string | undefined {
  switch (wanted.kind) {
    case "enum":
      return `expected one of ${[...wanted.members.keys()].join(", ")}`;
    case "struct":
      return ["map", "object"].includes(describeKind(value))
        ? `assign a ${wanted.name}, or merge the mapping into the field`
        : undefined;
    default:
      return undefined;
  }
}

/** Null for a slot that may not be null (O-TYP-004). */
export function notOptional(type: ConfigType, place: Place): ValidationError {
  return new ValidationError(
    "VALUE_NOT_OPTIONAL",
    `null is not allowed here: the type is ${formatType(type)}`,
    {
      ...factsAt(place),
      value: null,
      referenceType: formatType(type),
    },
  );
}

/** A value of a kind that no config holds (O-CRE-008). */
export function unsupportedValue(value: unknown, place: Place): UnsupportedValueType {
  return new UnsupportedValueType(
    "VALUE_UNSUPPORTED",
    `A config cannot hold a value of kind ${describeKind(value)}`,
    {
      ...factsAt(place),
      value,
      hint:
        value === undefined
          ? "null stands for no value; to remove a key, delete it"
          : "give text, numbers, booleans, null, bytes, enum members, lists and mappings",
    },
  );
}

/** A key of a kind that the mapping does not take (O-CRE-009, O-TYP-020). */
export function unusableKey(key: unknown, wanted: ConfigType, place: Place): KeyValidationError {
  const summary =
    wanted.kind === "any"
      ? `${capitalized(withArticle(describeKind(key)))} cannot be a key`
      : `Key ${describeValue(key)} is not ${withArticle(formatType(wanted))}`;
  const hint =
    wanted.kind === "enum" ? `expected one of ${[...wanted.members.keys()].join(", ")}` : undefined;
  return new KeyValidationError("KEY_TYPE", summary, { ...factsAt(place), hint });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A mandatory value that was read before it was set. */
export function missingValue(place: Place): MissingMandatoryValue {
  return new MissingMandatoryValue("VALUE_MISSING", `Missing mandatory value: ${shortKey(place.fullKey)}`, {
    ...factsAt(place),
    hint: hintToGive(place.fullKey),
  });
}

/** How to give a value that is missing. */
export function hintToGive(key: string): string | undefined {
  if (key === "" || key.startsWith("[") || shortKey(key) !== key) return undefined;
  return `give it a value, for instance ${key.replace(/\[(\d+)\]/g, ".$1")}=... on the command line`;
}

/** A write to something read-only. */
export function readonlyConfig(place: Place): ReadonlyConfigError {
  return new ReadonlyConfigError("CONFIG_READONLY", "Cannot change a read-only config", {
    ...factsAt(place),
    hint: "write inside readWrite() or clear the readonly flag",
  });
}

/** An index that the list does not have. */
export function indexOutOfRange(index: number, size: number, place: Place): ConfigIndexError {
  return new ConfigIndexError(
    "INDEX_OUT_OF_RANGE",
    `List index ${index} is out of range: the list has ${countItems(size)}`,
    factsAt(place),
  );
}

/** An index that is no whole number. */
export function unusableIndex(index: unknown, place: Place): KeyValidationError {
  return new KeyValidationError(
    "KEY_TYPE",
    `List indices are whole numbers or slices, not ${describeValue(index)}`,
    factsAt(place),
  );
}

/** An operation that the node does not have, or not in its present state. */
export function unsupportedOperation(summary: string, place: Place, hint?: string): ConfigTypeError {
  return new ConfigTypeError("OPERATION_NOT_SUPPORTED", summary, { ...factsAt(place), hint });
}

/** `1 item`, `3 items`. */
export function countItems(count: number): string {
  return count === 1 ? "1 item" : `${count} items`;
}

/** Key and places of an error, the places found when they are asked for. */
export function factsAt(place: Place): Pick<ErrorFacts, "key" | "span" | "related"> {
  return {
    key: place.fullKey,
    span: () => place.span,
    related: () => {
      const span = place.standing;
      return span && { label: "now set here", span };
    },
  };
}
