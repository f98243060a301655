import { assert, expect, test } from "vitest";
import { createRoot } from "../../src/config/create.ts";
import { resolvedValue } from "../../src/config/interpolation/dereference.ts";
import { MapNode } from "../../src/config/node.ts";
import { defaultContext } from "../../src/config/resolvers/default-context.ts";
import { createResolverRegistry } from "../../src/config/resolvers/default-registry.ts";
import { registerRunResolvers, type RunAccess } from "../../src/jobs/run-resolvers.ts";

const hydra = createRoot({
  job: { name: "app", config: { override_dirname: { kv_sep: "=", item_sep: ",", exclude_keys: ["seed"] } } },
  overrides: { task: ["y=2", "seed=1", "+x=a"] },
});

function resolve(text: string, access: Partial<RunAccess> = {}): unknown {
  const resolvers = createResolverRegistry();
  const root = createRoot({ v: text }, { context: defaultContext(resolvers) });
  registerRunResolvers(resolvers, { hydra: () => (hydra instanceof MapNode ? hydra : undefined), ...access });
  const node = root instanceof MapNode ? root.child("v") : undefined;
  assert(node !== undefined, "no value");
  return resolvedValue(node);
}

test.for([
  ["${hydra:job.name}", "app"],
  ["${hydra:job.none}", null],
  ["${node_version:major}", process.versions.node.split(".")[0]],
  ["${python_version:nonsense}", null],
  ["${hydra_override_dirname:}", "+x=a,y=2"],
  ["${hydra_override_dirname:{kv_sep: '-', item_sep: '_', exclude_keys: [y]}}", "+x-a_seed-1"],
] as const)("H-RES: %s is %s", ([text, want]) => {
  expect(resolve(text)).toBe(want);
});

test("H-RES-002: without a run there is nothing to read", () => {
  expect(() => resolve("${hydra:job.name}", { hydra: () => undefined })).toThrow(
    "${hydra:…} has no hydra node to read",
  );
});

test.for([
  ["{kv_sep: 1}", "kv_sep must be text"],
  ["{nonsense: x}", "nonsense must be one of"],
  ["{element_resolver: none}", "element_resolver must be the name of a resolver"],
] as const)("H-RES-004: %s is refused", ([options, reason]) => {
  expect(() => resolve(`\${hydra_override_dirname:${options}}`)).toThrow(reason);
});

test("H-RES-001: the same text is the same time for the life of a config", () => {
  let seconds = 0;
  const now = () => new Date(2024, 0, 1, 0, 0, seconds++);
  expect(resolve("${now:%S}-${now:%S}", { now })).toBe("00-00");
});
