import { ConfigTypeError } from "../errors/config-errors.ts";
import { fitKey, keyTypeOf } from "./map-keys.ts";
import { type ConfigNode, type ContainerNode, ListNode } from "./node.ts";
import type { Place } from "./place.ts";
import { parseIntText } from "./python-numbers.ts";

export { splitKeyPath } from "./split-key-path.ts";

/** Number of dots that a path starts with. */
export function countLeadingDots(path: string): number {
  let dots = 0;
  while (path[dots] === ".") dots++;
  return dots;
}

/**
 * The child that a key in a path names, as it stands: no interpolation is followed. Keys of paths are text: numbers as keys of
 * mappings are not found, names of enum members are (O-INT-005).
 *
 * @throws {ConfigTypeError} if a list is asked for something that is no int.
 */
export function childByText(container: ContainerNode, key: string, place: Place): ConfigNode | undefined {
  if (container instanceof ListNode) return itemByText(container, key, place);
  const type = keyTypeOf(container);
  const fitting = type.kind === "any" || type.kind === "str" ? key : fitKey(key, type);
  const child = fitting === undefined ? undefined : container.child(fitting);
  return child ?? (container.hidden?.key === key ? container.hidden : undefined);
}

function itemByText(list: ListNode, key: string, place: Place): ConfigNode | undefined {
  const index = parseIntText(key);
  if (index === undefined) {
    throw new ConfigTypeError("KEY_TYPE", `Index '${key}' is not an int`, {
      key: place.fullKey,
      hint: "list items are found by number, as in a[0] or a.0",
    });
  }
  return list.child(Number(index));
}
