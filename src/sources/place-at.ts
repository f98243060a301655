import { copyNode } from "../config/copy.ts";
import { type ConfigNode, isContainer, MapNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import type { LoadedConfig } from "./loaded-config.ts";

/**
 * A config's content, or a copy of it, wrapped in mappings for the parts of its package. `_global_` is written `""` here.
 */
export function placeAt(
  { path, content, text }: LoadedConfig,
  packageName: string,
  asItIs: boolean,
): MapNode {
  const copy = asItIs ? content : copyNode(content);
  if (packageName === "") {
    if (copy instanceof MapNode) return copy;
    throw new ConfigCompositionException(
      "COMPOSE_MERGE",
      `Config '${path}' is a list: it cannot be the whole config`,
      {
        hint: "give it a package, or use it as an option of a group",
      },
    );
  }
  if (text !== undefined)
    setPlace(copy, { kind: "yaml", source: text, at: packageName, config: path }, asItIs);
  let wrapped: ConfigNode = copy;
  for (const part of packageName.split(".").reverse()) {
    const around = new MapNode();
    around.origin = copy.origin;
    around.setChild(part, wrapped);
    wrapped = around;
  }
  return wrapped instanceof MapNode ? wrapped : new MapNode();
}

/** All nodes of a file share one origin, which nobody else has until the file is placed. */
function setPlace(root: ConfigNode, origin: Extract<Origin, { kind: "yaml" }>, isFirst: boolean): void {
  const shared = root.origin;
  if (isFirst && shared.kind === "yaml" && shared.source === origin.source) Object.assign(shared, origin);
  else setOrigin(root, origin);
}

function setOrigin(root: ConfigNode, origin: Origin): void {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    node.origin = origin;
    if (isContainer(node)) open.push(...node.children());
  }
}
