import { dereference } from "./interpolation/dereference.ts";
import { childByText, splitKeyPath } from "./key-path.ts";
import type { ConfigNode } from "./node.ts";
import { selectPath, type SelectOptions } from "./select-path.ts";

export { childByText, splitKeyPath, type SelectOptions };

/**
 * The node at a path, interpolations followed; `undefined` if there is nothing (O-ACC-008…011, O-ACC-017). A leading dot
 * stands for the node itself, each further one climbs one container.
 */
export function selectNode(
  from: ConfigNode,
  path: string,
  options: SelectOptions = {},
): ConfigNode | undefined {
  return selectPath(from, path, options, dereference);
}
