import { assertNever } from "../errors/base.ts";
import type { Key } from "./keys.ts";
import type { ContainerNode, MapNode } from "./node.ts";
import { anyType, type ConfigType } from "./types.ts";

/** Declared type of what stands, or would stand, under a key or index of a container. */
export function childSlot(container: ContainerNode, key: Key | number): ConfigType {
  const { type } = container;
  switch (type.kind) {
    case "map":
      return type.value;
    case "struct":
      return (typeof key === "string" ? type.fields.get(key)?.type : undefined) ?? type.rest ?? anyType;
    case "list":
      return type.item;
    case "tuple":
      return type.items[Number(key)] ?? type.rest ?? anyType;
    default:
      return assertNever(type);
  }
}

/** Whether the key is a declared field of a struct, or anything in another mapping. */
export function isDeclared(map: MapNode, key: Key): boolean {
  return map.type.kind !== "struct" || (typeof key === "string" && map.type.fields.has(key));
}
