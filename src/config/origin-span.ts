import type { RelatedPlace } from "../errors/base.ts";
import type { Span } from "../text/source.ts";
import { splitKeyPath } from "./split-key-path.ts";
import { type ConfigNode, formatKey, fullKey } from "./node.ts";
import type { Origin } from "./origin.ts";
import { LatePlace, type Place } from "./place.ts";
import { locateInYaml } from "./yaml/positions.ts";

/**
 * Where a node's value was written: its place in a YAML file, or in an override. `undefined` for values that code or a schema
 * set. Found only when it is asked for (design D2).
 */
export function spanOf(node: ConfigNode, what: "key" | "value" = "value"): Span | undefined {
  return spanOfOrigin(node.origin, keysOf(node), what);
}

/** Where the value at a key path was written, as its origin tells. */
export function spanOfOrigin(
  origin: Origin,
  keys: readonly string[],
  what: "key" | "value" = "value",
): Span | undefined {
  if (origin.kind === "override") return (what === "key" && keySpanOf(origin, keys)) || valueSpanOf(origin);
  if (origin.kind !== "yaml") return undefined;
  const above = origin.at === "" ? [] : splitKeyPath(origin.at);
  if (!above.every((key, index) => keys[index] === key)) return undefined;
  return locateInYaml(origin.source, keys.slice(above.length), what);
}

type OverrideOrigin = Extract<Origin, { kind: "override" }>;

function valueSpanOf({ source, start, end }: OverrideOrigin): Span {
  return { source, start, end };
}

/** The key of `+db.port=1` when it is that of the whole value; keys inside of a value have no place of their own. */
function keySpanOf({ source, start }: OverrideOrigin, keys: readonly string[]): Span | undefined {
  const [, sign = "", key = ""] = /^([+~]*)([^=@]+)/.exec(source.text) ?? [];
  const equals = source.text.indexOf("=");
  if (equals === -1 || source.text.slice(equals + 1, start).trim() !== "") return undefined;
  const end = sign.length + key.length;
  const last = keys.at(-1) ?? "";
  return key === keys.join(".") ? { source, start: end - last.length, end } : undefined;
}

/** A node as the place of an error: its key, and where its value was written. */
export function placeOf(node: ConfigNode): Place {
  return new LatePlace({ fullKey: () => fullKey(node), span: () => spanOf(node) });
}

/** Where a node's value was written, as the second place of an error. */
export function relatedTo(node: ConfigNode | undefined, label: string): RelatedPlace | undefined {
  const span = node === undefined ? undefined : spanOf(node);
  return span && { label, span };
}

/** Keys from the root to a node, as text. */
export function keysOf(node: ConfigNode): string[] {
  const keys: string[] = [];
  for (let at: ConfigNode = node; at.parent !== undefined; at = at.parent) keys.push(formatKey(at.key));
  return keys.reverse();
}
