import { createRoot } from "../config/create.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { MapNode } from "../config/node.ts";
import { loadYaml } from "../config/yaml/load.ts";
import { nodeOfConfig } from "./inspect.ts";
import { invalidZen } from "./zen-errors.ts";

/** The config given to a zen task: a config, plain data, or YAML text of a mapping (Z-ZEN-004). */
export function configNode(config: unknown): MapNode {
  const node = typeof config === "string" ? loadYaml(config, {}) : nodeOfConfig(config);
  if (node.parent === undefined && node.context === undefined) node.context = createRoot({}).context;
  const found = dereference(node);
  if (found instanceof MapNode) return found;
  throw invalidZen(`A task takes a mapping, not a ${found.kind}`);
}
