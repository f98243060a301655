import { ConfigKeyError } from "../errors/config-errors.ts";
import { didYouMean, joinWords } from "../text/nearest.ts";
import { isDeclared } from "./child-slot.ts";
import { factsAt } from "./failures.ts";
import type { Key } from "./keys.ts";
import { effectiveFlag, formatKey, type MapNode } from "./node.ts";
import type { Place } from "./place.ts";

const fewKeys = 6;

/**
 * Whether a mapping takes no new keys: below a struct flag, or typed by a schema. A schema is opened only by the flag's value
 * `false` on the very node (O-FLG-004, O-FLG-008).
 */
export function isClosed(map: MapNode): boolean {
  if (isSchemaClosed(map)) return true;
  return effectiveFlag(map, "struct") === true;
}

/** Whether it is the mapping's schema that closes it. */
export function isSchemaClosed(map: MapNode): boolean {
  return map.type.kind === "struct" && map.type.rest === undefined && map.flags?.struct !== false;
}

/** Whether a key may stand in the mapping: it does, it is a field of the schema, or the mapping takes new keys. */
export function takesKey(map: MapNode, key: Key): boolean {
  if (map.child(key) !== undefined) return true;
  return map.type.kind === "struct" && isDeclared(map, key) ? true : !isClosed(map);
}

/** The error for a key that is not there, with the nearest names (O-ERR-006). */
export function unknownKey(map: MapNode, key: Key, place: Place): ConfigKeyError {
  const known = knownNames(map);
  const hint = typeof key === "string" ? (didYouMean(key, known) ?? listNames(known)) : listNames(known);
  const name = formatKey(key);
  if (isSchemaClosed(map) && map.type.kind === "struct") {
    const summary = `Key '${name}' is not in '${map.type.name}'`;
    return new ConfigKeyError("KEY_NOT_IN_SCHEMA", summary, {
      ...factsAt(place),
      hint,
      objectType: map.type.name,
    });
  }
  if (isClosed(map)) {
    const summary = `Key '${name}' is not in struct`;
    return new ConfigKeyError("KEY_NOT_IN_STRUCT", summary, { ...factsAt(place), hint, objectType: "map" });
  }
  return new ConfigKeyError("KEY_NOT_FOUND", `There is no key '${name}'`, {
    ...factsAt(place),
    hint,
    objectType: "map",
  });
}

function knownNames(map: MapNode): string[] {
  const names = map.type.kind === "struct" ? [...map.type.fields.keys()] : [];
  for (const child of map.children()) {
    if (typeof child.key === "string" && !names.includes(child.key)) names.push(child.key);
  }
  return names;
}

function listNames(names: readonly string[]): string | undefined {
  if (names.length === 0 || names.length > fewKeys) return undefined;
  return `there ${names.length === 1 ? "is only" : "are"} ${joinWords(
    names.map((name) => `'${name}'`),
    "and",
  )}`;
}
