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
  const origin: Origin | undefined =
    text === undefined ? undefined : { kind: "yaml", source: text, at: packageName, config: path };
  if (origin !== undefined) setOrigin(copy, origin);
  let wrapped: ConfigNode = copy;
  for (const part of packageName.split(".").reverse()) {
    const around = new MapNode();
    around.origin = copy.origin;
    around.setChild(part, wrapped);
    wrapped = around;
  }
  return wrapped instanceof MapNode ? wrapped : new MapNode();
}

function setOrigin(root: ConfigNode, origin: Origin): void {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    node.origin = origin;
    if (isContainer(node)) open.push(...node.children());
  }
}
