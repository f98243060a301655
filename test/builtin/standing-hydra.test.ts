import { expect, test } from "vitest";
import { builtinEntries } from "../../src/builtin/builtin-entries.ts";
import { standingHydra } from "../../src/builtin/standing-hydra.ts";
import { orderBySchema } from "../../src/compose/hydra-node.ts";
import { mergeLayers } from "../../src/compose/merge-layers.ts";
import { defaultsOf } from "../../src/cli/defaults-of.ts";
import { copyNode } from "../../src/config/copy.ts";
import { type ConfigNode, deferredCopy, isContainer, MapNode } from "../../src/config/node.ts";
import { toPlain } from "../../src/config/to-object.ts";
import { defaultContext } from "../../src/config/resolvers/default-context.ts";
import { createNode } from "../../src/config/create.ts";
import { ConfigRepository } from "../../src/sources/repository.ts";
import { standardSearchPath } from "../../src/sources/search-path.ts";
import { standardSchemes } from "../../src/sources/source-schemes.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";
import { composeOk } from "../compose/compose-ok.ts";

/** All that is known of a node and what is below it. */
function factsOf(node: ConfigNode): unknown {
  const { key, kind, slot, origin, shadowed, flags } = node;
  const facts = { key, kind, slot, origin, shadowed, flags, isRoot: node.parent === undefined };
  if (!isContainer(node)) return { ...facts, value: node.value };
  return { ...facts, type: node.type, size: node.size, children: Array.from(node.children(), factsOf) };
}

function composedHydra(): MapNode {
  const repository = new ConfigRepository(
    standardSearchPath(),
    standardSchemes({ builtin: builtinEntries() }),
  );
  const { entries } = defaultsOf(repository, undefined, [], defaultContext());
  const root = mergeLayers(entries, repository);
  const hydra = root.child("hydra");
  if (hydra instanceof MapNode) orderBySchema(hydra);
  return root;
}

test("H-HYD-001: the standing hydra node is what composing makes of the built-in configs, to the last fact", () => {
  expect(factsOf(standingHydra.make())).toEqual(factsOf(composedHydra()));
});

test("so are its copies, whether they are made before or after somebody asks for its parts", () => {
  const expected = factsOf(composedHydra());
  for (const copy of [copyNode, deferredCopy]) {
    const root = standingHydra.make();
    const early = copy(root);
    expect(factsOf(root)).toEqual(expected);
    expect(factsOf(early)).toEqual(expected);
    expect(factsOf(copy(root))).toEqual(expected);
  }
});

test("what is known of a part before it is made is what it becomes", () => {
  const hydra = standingHydra.make().child("hydra") as MapNode;
  const known: string[] = [];
  for (const part of hydra.children()) {
    const data = part instanceof MapNode ? (deferredCopy(part) as MapNode).late?.data : undefined;
    if (data === undefined) continue;
    known.push(String(part.key));
    expect(toPlain(part)).toEqual(data);
  }
  expect(known).toEqual(expect.arrayContaining(["hydra_logging", "job_logging"]));
});

test("nothing is known any longer of a part that somebody changed", () => {
  const hydra = standingHydra.make().child("hydra") as MapNode;
  const logging = hydra.child("job_logging") as MapNode;
  const copy = deferredCopy(logging) as MapNode;
  copy.setChild("version", createNode(2));
  expect([logging.late?.data === undefined, copy.late]).toEqual([false, undefined]);
});

test("each call makes one of its own", () => {
  const [first, second] = [standingHydra.make(), standingHydra.make()];
  const help = (root: MapNode): ConfigNode | undefined => (root.child("hydra") as MapNode).child("help");
  (help(first) as MapNode).setChild("header", createNode("mine"));
  expect(factsOf(second)).toEqual(factsOf(composedHydra()));
});

test("H-DEF-045: its choices come in the order in which composing meets them", () => {
  const { choices } = composeOk({ config: "a: 1\n" });
  const touched = composeOk({ config: "defaults: [{override hydra/launcher: basic}, _self_]\na: 1\n" });
  expect([...choices]).toEqual([...touched.choices]);
});

test("it is not taken where anything of an app has to do with it", () => {
  const repositoryWith = (store: StoreEntries): ConfigRepository =>
    new ConfigRepository(standardSearchPath(), standardSchemes({ builtin: builtinEntries(), store }));
  const own = new StoreEntries();
  expect(repositoryWith(own).standing("hydra/config")).toBe(standingHydra);
  own.add({ group: "hydra/launcher", name: "mine", node: createNode({}) });
  expect(repositoryWith(own).standing("hydra/config")).toBeUndefined();
  const launcher = (files: Record<string, string>, overrides: readonly string[] = []): unknown => {
    const node = (composeOk(files, overrides).config.child("hydra") as MapNode).child("launcher");
    return Array.from((node as MapNode).children(), ({ key }) => key);
  };
  const one = { "hydra/launcher/one": "one: 1\n" };
  expect(launcher({ ...one, config: "a: 1\n" })).toEqual(["_target_"]);
  expect(launcher({ ...one, config: "a: 1\n" }, ["hydra/launcher=one"])).toEqual(["one"]);
  expect(launcher({ ...one, config: "defaults: [{override hydra/launcher: one}]\n" })).toEqual(["one"]);
  expect(launcher({ config: "hydra: {launcher: {one: 1}}\n" })).toEqual(["_target_", "one"]);
  expect(() => launcher({ config: "defaults: [{hydra/launcher: basic}]\n" })).toThrow(
    expect.objectContaining({ code: "DEFAULTS_CONFLICT" }),
  );
  const deferred = "defaults: [{x: y}, {db: '${x}'}]\n";
  expect(() =>
    launcher({
      config: deferred,
      "x/y": "",
      "db/y": "defaults: [{/hydra/launcher@_global_.hydra.launcher: basic}]\n",
    }),
  ).toThrow(expect.objectContaining({ code: "DEFAULTS_CONFLICT" }));
});

test("~hydra/launcher and +hydra/callbacks=… reach it", () => {
  const hydra = (overrides: readonly string[]): MapNode =>
    composeOk({ config: "a: 1\n" }, overrides).config.child("hydra") as MapNode;
  expect(hydra(["~hydra/help"]).child("help")).toBeDefined();
  expect((hydra(["~hydra/help"]).child("help") as MapNode).child("template")?.kind).toBe("missing");
  expect((hydra(["+hydra/callbacks=git"]).child("callbacks") as MapNode).size).toBe(1);
});
