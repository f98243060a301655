import { anyType, type Field, type StructType } from "../config/types.ts";

/** Options of files may add keys of their own; on the command line they need `+` (H-APL-011). */
export function openStruct(name: string, fields: readonly Field[]): StructType {
  return { kind: "struct", name, fields: new Map(fields.map((field) => [field.name, field])), rest: anyType };
}

export function targetField(target: string): Field {
  return { name: "_target_", type: { kind: "str" }, default: target };
}
