import { getHeapSpaceStatistics } from "node:v8";
import { describe, expect, test } from "vitest";
import { composeConfig, type ComposeInput } from "../../src/compose/compose.ts";
import { createNode } from "../../src/config/create.ts";
import { copyNode } from "../../src/config/copy.ts";
import { type ConfigNode, isContainer, MapNode } from "../../src/config/node.ts";
import { defaultContext } from "../../src/config/resolvers/default-context.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { parseOverrides } from "../../src/overrides/parse.ts";
import { repositoryWith } from "./compose-ok.ts";

// What the jobs of a sweep have in common is done once (H-PRF-011): each must come out as if it was composed alone.

const files = {
  config: "defaults: [{db: a}, _self_]\nx: 1\nlist: [1, 2]\nhydra: {job: {env_copy: [HOME]}}\n",
  "db/a": "name: a\nport: 1\n",
  "db/b": "name: b\nport: 2\n",
};
const shared = [
  "hydra.sweep.dir=out",
  "hydra.job.name=mine",
  "++hydra.job.env_set.K=v",
  "hydra.verbose=true",
];

/** All that is known of a config. */
function factsOf(node: ConfigNode): unknown {
  const { key, kind, slot, origin, flags } = node;
  const shadowed = node.shadowed && { origin: node.shadowed.origin, text: node.shadowed.text };
  if (!isContainer(node)) return { key, kind, slot, origin, flags, shadowed, value: node.value };
  return {
    key,
    kind,
    slot,
    origin,
    flags,
    shadowed,
    type: node.type,
    children: Array.from(node.children(), factsOf),
  };
}

const own = [
  ["x=2"],
  ["x=3"],
  ["x=3", "db=b"],
  ["x=4", "db=b"],
  ["x=5", "db=b", "+new={a: 1}"],
  ["~x"],
  ["list=append(3)"],
];

function jobs(common: boolean, texts: readonly string[]): unknown[] {
  const repository = repositoryWith(files);
  const prepare = (config: MapNode): void => {
    const hydra = config.child("hydra");
    if (hydra instanceof MapNode) hydra.setChild("mode", createNode("MULTIRUN"));
  };
  return own.map((job) => {
    const input: ComposeInput = {
      repository,
      configName: "config",
      overrides: parseOverrides([...texts, ...job]),
      mode: "run",
      context: defaultContext(),
      runtime: { cwd: "/work", jobName: "app", env: { HOME: "/home/me" } },
      ...(common ? { common: { overrides: texts.length, prepare } } : {}),
    };
    const { config } = composeConfig(input);
    if (!common) prepare(config);
    const facts = factsOf(config);
    return [facts, dumpYaml(config), dumpYaml(copyNode(config))];
  });
}

test.for([[], shared.slice(0, 1), shared])("jobs are the same with and without, after %j", (texts) => {
  expect(jobs(true, texts)).toEqual(jobs(false, texts));
});

describe("a job that speaks of the hydra node is composed alone", () => {
  const compose = (job: readonly string[], repository = repositoryWith(files)): MapNode =>
    composeConfig({
      repository,
      configName: "config",
      overrides: parseOverrides(["hydra.sweep.dir=out", ...job]),
      mode: "run",
      runtime: { jobName: "app", env: { HOME: "" } },
      common: { overrides: 1, prepare: () => {} },
    }).config;

  test("and its values count", () => {
    const repository = repositoryWith(files);
    for (const name of ["a", "b", "c"]) {
      const config = compose([`hydra.job.name=${name}`, "x=2"], repository);
      expect(dumpYaml(config)).toContain(`    name: ${name}\n`);
      expect(dumpYaml(compose(["x=2"], repository))).toContain("    name: app\n");
    }
  });
});

test("mistakes in what is common are told by each job, and nothing is kept", () => {
  const repository = repositoryWith(files);
  const message = (): unknown => {
    try {
      composeConfig({
        repository,
        configName: "config",
        overrides: parseOverrides(["hydra.nope=1", "x=abc"]),
        mode: "run",
        common: { overrides: 1, prepare: () => {} },
      });
      return undefined;
    } catch (error) {
      return isOrochiError(error) ? error.message : error;
    }
  };
  const [first, ...others] = [message(), message(), message(), message()];
  expect(first).toContain("nope");
  expect(others).toEqual([first, first, first]);
});

// What a closure keeps that V8 keeps is copied among the old objects, and waits there for a full collection: 6 KB of each config once did.
test("a config that nobody holds any longer is not carried along", () => {
  const repository = repositoryWith(files);
  const compose = (x: number): void => {
    const { config } = composeConfig({
      repository,
      configName: "config",
      overrides: parseOverrides([`x=${x}`]),
      mode: "run",
      context: defaultContext(),
      runtime: { cwd: "/work", jobName: "app", env: { HOME: "/home/me" } },
      common: { overrides: 0, prepare: () => {} },
    });
    if (config.size === 0) throw new Error();
  };
  const oldBytes = (): number =>
    getHeapSpaceStatistics().find(({ space_name: name }) => name === "old_space")?.space_used_size ?? 0;
  let x = 0;
  while (x < 500) compose(x++);
  const before = oldBytes();
  while (x < 4500) compose(x++);
  expect((oldBytes() - before) / 4000).toBeLessThan(500);
});
