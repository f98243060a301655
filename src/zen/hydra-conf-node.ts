import { builtinEntries } from "../builtin/builtin-entries.ts";
import { copyNode } from "../config/copy.ts";
import { createNode } from "../config/create.ts";
import { mergeInto } from "../config/merge.ts";
import { type ConfigNode, MapNode } from "../config/node.ts";
import { invariant } from "../errors/base.ts";
import type { LiveTargets } from "./live-targets.ts";
import { convertHydraConf, type HydraConf } from "./hydra-conf.ts";

/** The stock configuration of Hydra with the settings of `conf` over it. Made when first needed. */
export function hydraConfNode(conf: HydraConf): {
  readonly node: () => ConfigNode;
  readonly targets: LiveTargets;
} {
  const { raw, targets } = convertHydraConf(conf);
  const { defaults } = conf.settings;
  return {
    targets,
    node: () => {
      const node = stockNode();
      mergeInto(node, createNode(raw, { key: "hydra" }));
      if (defaults !== undefined) node.setChild("defaults", createNode(defaults));
      return node;
    },
  };
}

function stockNode(): MapNode {
  const entries = builtinEntries();
  const entry = entries.get("hydra", "config");
  const node = entry === undefined ? undefined : copyNode(entries.nodeOf(entry));
  invariant(node instanceof MapNode, "hydra/config is built in");
  return node;
}
