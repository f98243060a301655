import { ConfigTypeError } from "../errors/config-errors.ts";
import { fitKey, keyTypeOf } from "./map-keys.ts";
import { type ConfigNode, type ContainerNode, ListNode } from "./node.ts";
import type { Place } from "./place.ts";
import { parseIntText } from "./python-numbers.ts";

const head = /^\.*((?:\\[.[\]=]|[^.[])*)/;
const further = /\.((?:\\[.[\]=]|[^.[])*)|\[((?:\\[.[\]=]|\\(?![.[\]=])|[^\\])*?)\]/gs;
const escape = /\\([.[\]=])/g;

/**
 * The keys of a path (O-ACC-018): `a.b[0]` and `[a].b.0` have three. Every leading dot stands for an empty first key. `\.`, `\[`,
 * `\]` and `\=` are characters of a key (O-24-005); any other backslash is an ordinary character.
 */
export function splitKeyPath(path: string): string[] {
  const [first = "", name = ""] = head.exec(path) ?? [];
  const keys = [...Array.from({ length: first.length - name.length }, () => ""), unescaped(name)];
  if (first.length === path.length) return keys;
  if (path[first.length] === "[" && name === "") keys.pop();
  for (const [, dotted, bracketed] of path.slice(first.length).matchAll(further)) {
    keys.push(unescaped(dotted ?? bracketed ?? ""));
  }
  return keys;
}

function unescaped(key: string): string {
  return key.includes("\\") ? key.replace(escape, "$1") : key;
}

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
