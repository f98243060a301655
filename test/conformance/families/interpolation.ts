import type { ConfigNode } from "../../../src/config/node.ts";
import { selectNode } from "../../../src/config/select.ts";
import { toPlain } from "../../../src/config/to-object.ts";
import { configFromText } from "../../../src/config/yaml/load-config.ts";
import { encodeRaw } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { createFixtureContext } from "../fixture-resolvers.ts";
import { withCaseEnvironment } from "../case-environment.ts";

export const family: Family = {
  name: "interpolation",
  run(input) {
    return withCaseEnvironment(input, () => ({ value: valueOf(input) }));
  },
};

function valueOf(input: ConformanceCase): unknown {
  const root = configFromText(String(input["yaml"]), { context: createFixtureContext() });
  const path = input["select"];
  const node = typeof path === "string" ? selected(root, path, input["throw_on_missing"] === true) : root;
  return node === undefined
    ? null
    : encodeRaw(toPlain(node, { resolve: true, maps: "map", numbers: "kinds" }));
}

function selected(root: ConfigNode, path: string, throwOnMissing: boolean): ConfigNode | undefined {
  return selectNode(root, path, { throwOnMissing });
}
