import { ConfigError, ConfigIndexError, ConfigKeyError, ConfigValueError } from "../errors/config-errors.ts";
import { Source } from "../text/source.ts";
import type { TreeContext } from "./context.ts";
import { type ContainerNode, MapNode } from "./node.ts";
import { updateNode } from "./update.ts";
import { parseYamlValue } from "./yaml/load.ts";

const unescapedEquals = /(?<!\\)=/;

/**
 * A config from entries such as `db.port=3306` (O-CRE-011). What follows the first `=` without a backslash before it is read as
 * YAML; an entry without `=` has the value null.
 */
export function fromDotlist(entries: readonly string[], context?: TreeContext): MapNode {
  const root = new MapNode();
  root.context = context;
  mergeDotlist(root, entries);
  return root;
}

/** Applies dotlist entries to a config, in place and in order (O-CRE-012). Steps into lists are indices. */
export function mergeDotlist(target: ContainerNode, entries: readonly string[]): void {
  if (!Array.isArray(entries) || !entries.every((entry) => typeof entry === "string")) {
    throw new ConfigValueError("VALUE_UNSUPPORTED", "A dotlist is a list of texts such as 'a.b=1'");
  }
  for (const entry of entries) apply(target, entry);
}

function apply(target: ContainerNode, entry: string): void {
  const equals = entry.search(unescapedEquals);
  const source = new Source("dotlist", entry);
  const path = equals === -1 ? entry : entry.slice(0, equals);
  const value = { source, start: equals === -1 ? entry.length : equals + 1, end: entry.length };
  try {
    updateNode(target, path, parseYamlValue(entry.slice(value.start)), {
      origin: { kind: "override", ...value },
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const ofKey = error instanceof ConfigKeyError || error instanceof ConfigIndexError;
    error.addPlaces({ span: ofKey ? { source, start: 0, end: path.length } : value });
    throw error;
  }
}
