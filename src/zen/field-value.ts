import { isField } from "./field.ts";
import { typeOfValue } from "./field-type.ts";
import type { ValueConversion } from "./value-conversion.ts";
import type { FieldValue } from "./zen-config.ts";

/** A value of a field as a config keeps it; `undefined` stands for a mandatory value. */
export function fieldValue(value: unknown, name: string, conversion: ValueConversion): FieldValue {
  if (value === undefined) return { raw: undefined, given: undefined };
  if (!isField(value))
    return { raw: conversion.convert(value, name), type: typeOfValue(value), given: value };
  const raw = value.hasDefault ? conversion.convert(value.default, name) : undefined;
  return { raw, type: value.type, given: value };
}

export function isOpenField(value: unknown): boolean {
  return isField(value) && !value.hasDefault;
}
