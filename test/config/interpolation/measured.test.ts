import { expect, test } from "vitest";
import { createNode } from "../../../src/config/create.ts";
import { dereference } from "../../../src/config/interpolation/dereference.ts";
import { type ConfigNode, isNode, MapNode } from "../../../src/config/node.ts";
import { pythonRepr, pythonStr } from "../../../src/config/python-text.ts";
import { defaultContext } from "../../../src/config/resolvers/default-context.ts";
import { createResolverRegistry } from "../../../src/config/resolvers/default-registry.ts";
import { registerResolver } from "../../../src/config/resolvers/register.ts";
import { configFromText } from "../../../src/config/yaml/load-config.ts";
import { measuredTexts, surroundings } from "./measured-texts.ts";
import { encodeResolved, nodeAt, outcomeOf } from "./test-tree.ts";

// The whole measured table of O-ESC-010.
test.for(measuredTexts)("$text", ({ text, want, node, fails }) => {
  const root = configFromText(surroundings, { context: testContext() });
  const target = node === undefined ? undefined : nodeAt(root, node);
  const expected = fails === undefined ? (target ?? want) : { fails };
  expect(reading(root, text, target)).toEqual(expected);
});

/** What the text gives at the key `k`; the node itself if it is `target`. */
function reading(root: ConfigNode, text: string, target: ConfigNode | undefined): unknown {
  const made = outcomeOf(() => createNode(text));
  if (!isNode(made) || !(root instanceof MapNode)) return { fails: "create" };
  root.setChild("k", made);
  const value = outcomeOf(() => dereference(made));
  if (!isNode(value)) return { fails: Object.assign({ fails: "" }, value).fails };
  return value === target ? target : encodeResolved(value);
}

function testContext() {
  const registry = createResolverRegistry();
  registerResolver(registry, "t", (args) => (args.length === 1 ? args[0] : [...args]));
  registerResolver(registry, "cat", (args) => args.map(pythonStr).join(""));
  registerResolver(registry, "ns.f", (args) => `ns(${args.map(pythonRepr).join(", ")},)`);
  registerResolver(registry, "boom", () => {
    throw new RangeError("division by zero");
  });
  return defaultContext(registry);
}
