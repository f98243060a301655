/** What one composition copies late, and what it does with its result, is its own affair (H-APL-001, H-PRF-001). */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Composition } from "../../src/compose/compose.ts";
import { createNode } from "../../src/config/create.ts";
import { type ConfigNode, isContainer, ListNode, type MapNode } from "../../src/config/node.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { configIdentity } from "../../src/sweep/identity.ts";
import { files, overrides } from "./arbitraries.ts";
import { composeOk, type Files, repositoryWith } from "./compose-ok.ts";

interface Outcome {
  readonly yaml: string;
  readonly identity: string;
  readonly origins: readonly unknown[];
}

/** Taken before anything is asked for: the identity of a config whose parts were not copied yet. */
function outcomeOf({ config }: Composition): Outcome {
  return { identity: configIdentity(config), yaml: dumpYaml(config), origins: originsOf(config) };
}

function originsOf(config: MapNode): unknown[] {
  return Array.from(nodesBelow(config), ({ origin }) =>
    origin.kind === "yaml" ? [origin.source.name, origin.at] : origin.kind,
  );
}

function* nodesBelow(node: ConfigNode): Generator<ConfigNode> {
  yield node;
  if (isContainer(node)) for (const child of node.children()) yield* nodesBelow(child);
}

/** Changes everything that can be reached: values, origins, lists, keys. */
function spoil(config: MapNode): void {
  const nodes = Array.from(nodesBelow(config));
  for (const node of nodes) {
    node.origin = { kind: "engine", label: "spoiled" };
    node.flags = { readonly: true };
    if (node instanceof ListNode) node.push(createNode("spoiled"));
    else if (isContainer(node)) node.setChild("spoiled", createNode({ by: "the first" }));
    else {
      node.kind = "str";
      node.value = "spoiled";
    }
  }
}

function composed(repository: ReturnType<typeof repositoryWith>, given: Files, texts: readonly string[]) {
  try {
    return composeOk(given, texts, { repository });
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    return undefined;
  }
}

test("changes of one result never reach another, made before or after it", () => {
  let compared = 0;
  fc.assert(
    fc.property(files, overrides, overrides, (given, texts, others) => {
      const alone = composed(repositoryWith(given), given, texts);
      const repository = repositoryWith(given);
      const first = composed(repository, given, texts);
      const earlier = composed(repository, given, texts);
      const other = composed(repository, given, others);
      if (alone === undefined || first === undefined || earlier === undefined) return;
      const want = outcomeOf(alone);
      if (other !== undefined) spoil(other.config);
      spoil(first.config);
      const later = composed(repository, given, texts);
      expect(outcomeOf(earlier)).toEqual(want);
      expect(later && outcomeOf(later)).toEqual(want);
      compared++;
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(10);
});

test("an identity does not depend on what was read before", () => {
  const given = {
    config: "defaults: [{db: a}, _self_]\nx: ${db.port}\n",
    "db/a": "port: 1\nlist: [1, {k: v}]\nsame: ${.port}\nnested: {a: {b: ???}}\n",
  };
  const repository = repositoryWith(given);
  const untouched = configIdentity(composeOk(given, ["db.port=2"], { repository }).config);
  const read = composeOk(given, ["db.port=2"], { repository });
  dumpYaml(read.config);
  expect(configIdentity(read.config)).toBe(untouched);
  expect(configIdentity(composeOk(given, ["db.port=2"]).config)).toBe(untouched);
  expect(configIdentity(composeOk(given, ["db.port=3"], { repository }).config)).not.toBe(untouched);
});
