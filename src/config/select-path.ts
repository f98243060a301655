import { ConfigError, ConfigKeyError } from "../errors/config-errors.ts";
import { rekeyed } from "../errors/rekey.ts";
import { missingValue } from "./failures.ts";
import { childByText, splitKeyPath } from "./key-path.ts";
import { type ConfigNode, fullKey, isContainer, rootOf } from "./node.ts";
import { placeOf } from "./origin-span.ts";
import { LatePlace, type Place } from "./place.ts";

export interface SelectOptions {
  /** `???` on the way or at the end is an error instead of nothing. @defaultValue `false` */
  readonly throwOnMissing?: boolean | undefined;
  /** `false`: an interpolation that fails is nothing instead of an error. @defaultValue `true` */
  readonly throwOnResolutionFailure?: boolean | undefined;
  /** The path starts at the root, not at the node. @defaultValue `false` */
  readonly absolute?: boolean | undefined;
}

/**
 * The node at a path, interpolations followed with `dereference`; `undefined` if there is nothing (O-ACC-008…011, O-ACC-017). A leading dot
 * stands for the node itself, each further one climbs one container.
 */
export function selectPath(
  from: ConfigNode,
  path: string,
  options: SelectOptions,
  dereference: (node: ConfigNode) => ConfigNode,
): ConfigNode | undefined {
  const place = new LatePlace({
    fullKey: () => {
      const above = fullKey(from);
      return above === "" || path.startsWith("[") ? above + path : `${above}.${path}`;
    },
  });
  const follow = (node: ConfigNode, way: Place | undefined): ConfigNode | undefined =>
    followed(node, options, way, dereference);
  const start = startOf(options.absolute === true ? rootOf(from) : from, path, place);
  const rest = path.startsWith(".") ? path.replace(/^\.+/, "") : path;
  let at: ConfigNode | undefined = start;
  if (rest === "") return follow(at, undefined);
  for (const key of splitKeyPath(rest)) {
    at = follow(at, place);
    if (!isContainer(at)) return undefined;
    at = childByText(at, key, place);
    if (at === undefined) return undefined;
  }
  return follow(at, undefined);
}

/** Where a path starts: the node, or a container above it for each leading dot after the first. */
function startOf(from: ConfigNode, path: string, place: Place): ConfigNode {
  let at = from;
  for (let dots = 1; path[dots] === "." && path[0] === "."; dots++) {
    if (at.parent === undefined) {
      throw new ConfigKeyError("KEY_NOT_FOUND", `Error resolving key '${path}'`, {
        key: place.fullKey,
        hint: "the path climbs above the root",
      });
    }
    at = at.parent;
  }
  return at;
}

/** What a node means. Failures on the way to something deeper are told about the whole path. */
function followed(
  node: ConfigNode,
  options: SelectOptions,
  way: Place | undefined,
  dereference: (node: ConfigNode) => ConfigNode,
): ConfigNode | undefined {
  if (node.kind === "missing") {
    if (options.throwOnMissing === true) throw missingValue(onWay(node, way));
    return undefined;
  }
  if (node.kind !== "interpolation") return node;
  try {
    return dereference(node);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (options.throwOnResolutionFailure === false) return undefined;
    throw way === undefined ? error : rekeyed(error, way.fullKey);
  }
}

/** A value that hinders is told about the whole path, and shown where it was written. */
function onWay(node: ConfigNode, way: Place | undefined): Place {
  const own = placeOf(node);
  if (way === undefined) return own;
  return new LatePlace({ fullKey: () => way.fullKey, span: () => own.span });
}
