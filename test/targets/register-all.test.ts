import * as path from "node:path";
import { expect, test } from "vitest";
import { fromYaml } from "../../src/config.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import * as family from "./fixtures/app/family.ts";

// The exports of a module under the dotted names of an existing directory of YAML (design D5).

test("functions, classes and re-exported modules get names, data gets none", async () => {
  const registry = new TargetRegistry().registerAll("acme.optim", family);
  expect(registry.names().sort()).toEqual(["acme.optim.Adam", "acme.optim.inner.make", "acme.optim.make"]);
  expect(registry.find("acme.optim.Adam")?.value).toBe(family.Adam);
  expect(await instantiate(fromYaml("{_target_: acme.optim.Adam, lr: 3}"), { registry })).toEqual(
    new family.Adam({ lr: 3 }),
  );
  expect(registry.find("acme.optim.rate")).toBeUndefined();
});
test("a taken name is an error, the same target again is none", () => {
  const registry = new TargetRegistry().registerAll("p", path).registerAll("p", path);
  expect(() => registry.registerAll("p", { join: () => 1 })).toThrow(
    /Two different targets are called 'p.join'/,
  );
});
test("without prefix, and without running getters", () => {
  const exports = {
    get trap(): never {
      throw new Error("ran");
    },
    f: () => 1,
  };
  expect(new TargetRegistry().registerAll("", exports).names()).toEqual(["f"]);
});

test("the name of a value is the first one of a table, whatever was looked up before", () => {
  const value = (): void => {};
  const table = new Map(["first", "second"].map((name) => [name, { read: () => value }]));
  const registry = new TargetRegistry();
  registry.registerLate(table);
  expect(registry.find("second")?.value).toBe(value);
  expect(registry.nameOf(value)).toBe("first");
});
