import { createNode, createRoot } from "../../../src/config/create.ts";
import { fromDotlist, mergeDotlist } from "../../../src/config/dotlist.ts";
import { mergeInto, mergeNodes, mergeOnto } from "../../../src/config/merge.ts";
import { type ConfigNode, isContainer } from "../../../src/config/node.ts";
import { toPlain } from "../../../src/config/to-object.ts";
import { loadYaml } from "../../../src/config/yaml/load.ts";
import { withCaseEnvironment } from "../case-environment.ts";
import { applyFlags, type CaseFlag } from "../case-flags.ts";
import { decodeValue, encodeNode, encodeRaw } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { createFixtureContext } from "../fixture-resolvers.ts";

interface MergeCase extends ConformanceCase {
  readonly configs?: readonly unknown[];
  readonly how?: "merge" | "unsafe_merge" | "merge_with" | "merge_with_dotlist";
  readonly flags?: Readonly<Record<string, readonly CaseFlag[]>>;
  readonly dotlist?: readonly string[];
  readonly dotlist_only?: readonly string[];
  readonly resolve?: boolean;
}

export const family: Family = {
  name: "merge",
  run(input) {
    return withCaseEnvironment(input, () => runCase(input as MergeCase));
  },
};

function runCase({ configs = [], how = "merge", flags, dotlist = [], dotlist_only, resolve }: MergeCase) {
  if (dotlist_only !== undefined) return { value: encodeNode(fromDotlist(dotlist_only)) };
  const nodes = configs.map((config, index) => {
    const node = configOf(config);
    applyFlags(node, flags?.[String(index)]);
    return node;
  });
  const result = merged(nodes, how, dotlist);
  return {
    value: encodeNode(result),
    flags: { ...result.flags },
    ...(resolve === true
      ? { resolved: encodeRaw(toPlain(result, { resolve: true, maps: "map", numbers: "kinds" })) }
      : {}),
  };
}

function merged(nodes: readonly ConfigNode[], how: MergeCase["how"], dotlist: readonly string[]): ConfigNode {
  const [first, ...others] = nodes;
  if (first === undefined) throw new Error("a case needs a config");
  if (how === "merge") return mergeNodes(first, ...others);
  if (how === "unsafe_merge") return mergeOnto(first, others);
  if (!isContainer(first)) throw new Error("only containers are merged in place");
  if (how === "merge_with_dotlist") mergeDotlist(first, dotlist);
  else for (const other of others) mergeInto(first, other);
  return first;
}

function configOf(config: unknown): ConfigNode {
  const context = createFixtureContext();
  if (typeof config === "object" && config !== null && Object.keys(config).length === 1) {
    if ("yaml" in config) return loadYaml(String(config.yaml), { context });
    if ("dotlist" in config) return fromDotlist(config.dotlist as string[], context);
  }
  return createRoot(createNode(decodeValue(config)), { context });
}
