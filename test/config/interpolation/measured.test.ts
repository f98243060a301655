import { expect, test } from "vitest";
import { createNode } from "../../../src/config/create.ts";
import { dereference } from "../../../src/config/interpolation/dereference.ts";
import { type ConfigNode, MapNode } from "../../../src/config/node.ts";
import { pythonRepr, pythonStr } from "../../../src/config/python-text.ts";
import { defaultContext } from "../../../src/config/resolvers/default-context.ts";
import { createResolverRegistry } from "../../../src/config/resolvers/default-registry.ts";
import { registerResolver } from "../../../src/config/resolvers/register.ts";
import { configFromText } from "../../../src/config/yaml/load-config.ts";
import { measuredTexts, surroundings } from "./measured-texts.ts";
import { encodeResolved, failureOf } from "./test-tree.ts";

// The whole measured table of O-ESC-010.
test.for(measuredTexts)("$text", ({ text, want, node, fails }) => {
  const { root, reader } = place(text);
  if (reader === undefined) {
    expect(fails).toBe("create");
  } else if (fails !== undefined) {
    expect(failureOf(() => dereference(reader)).name).toBe(fails);
  } else if (node !== undefined) {
    expect(dereference(reader)).toBe(root.child(node));
  } else {
    expect(encodeResolved(reader)).toEqual(want);
  }
});

function place(text: string): { root: MapNode; reader: ConfigNode | undefined } {
  const root = configFromText(surroundings, { context: testContext() });
  if (!(root instanceof MapNode)) throw new Error("a mapping was expected");
  try {
    root.setChild("k", createNode(text));
  } catch (error) {
    expect(error).toMatchObject({ name: "GrammarParseError", code: "INTERPOLATION_SYNTAX" });
  }
  return { root, reader: root.child("k") };
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
