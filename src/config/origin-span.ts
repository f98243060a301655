import type { Span } from "../text/source.ts";
import { splitKeyPath } from "./key-path.ts";
import { type ConfigNode, fullKey } from "./node.ts";
import { locateInYaml } from "./yaml/positions.ts";

/**
 * Where a node's value was written: its place in a YAML file, or in an override. `undefined` for values that code or a schema
 * set. Found only when it is asked for (design D2).
 */
export function spanOf(node: ConfigNode, what: "key" | "value" = "value"): Span | undefined {
  const { origin } = node;
  if (origin.kind === "override") return { source: origin.source, start: origin.start, end: origin.end };
  if (origin.kind !== "yaml") return undefined;
  const key = fullKey(node);
  if (origin.at !== "" && key !== origin.at && !/^[.[]/.test(key.slice(origin.at.length))) return undefined;
  const below = key.slice(origin.at.length).replace(/^\./, "");
  return locateInYaml(origin.source, below === "" ? [] : splitKeyPath(below), what);
}
