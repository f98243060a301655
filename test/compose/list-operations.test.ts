import { describe, expect, test } from "vitest";
import { fromYaml } from "../../src/config/api/files.ts";
import { selectNode } from "../../src/config/select.ts";
import { toPlain } from "../../src/config/to-object.ts";
import { composeOk } from "./compose-ok.ts";

const files = {
  config: "defaults: [base, _self_, exp: e]\n",
  base: "tags: [a, b]\nopt: {tags: [1, 2, 3]}\nnul: null\nref: ${tags}\nhydra: {job: {env_copy: []}}\n",
};

function composed(yaml: string, overrides: readonly string[] = []) {
  return composeOk({ ...files, "exp/e": `# @package _global_\n${yaml}` }, overrides);
}

function valueAt(yaml: string, key: string, overrides: readonly string[] = []): unknown {
  const node = selectNode(composed(yaml, overrides).config, key);
  return node === undefined ? undefined : toPlain(node);
}

describe("list operations in files", () => {
  test.for([
    { yaml: "tags: !append [c, {n: 1}]", key: "tags", value: ["a", "b", "c", { n: 1 }] },
    { yaml: "tags: !extend_list [c]", key: "tags", value: ["a", "b", "c"] },
    { yaml: "tags: !prepend\n- x\n- y\n", key: "tags", value: ["x", "y", "a", "b"] },
    { yaml: "tags: !insert [1, x, y]", key: "tags", value: ["a", "x", "y", "b"] },
    { yaml: "tags: !insert [-1, x]", key: "tags", value: ["a", "x", "b"] },
    { yaml: "tags: !insert [99, x]", key: "tags", value: ["a", "b", "x"] },
    { yaml: "opt: {tags: !remove [2]}", key: "opt.tags", value: [1, 3] },
    { yaml: "tags: &x !append [c]\nopt: {tags: *x}", key: "opt.tags", value: [1, 2, 3, "c"] },
    { yaml: "tags: append(c)", key: "tags", value: "append(c)" },
    { yaml: "tags: '!append [c]'", key: "tags", value: "!append [c]" },
    { yaml: "hydra: {job: {env_copy: !append [5]}}", key: "hydra.job.env_copy", value: ["5"] },
  ])("$yaml", ({ yaml, key, value }) => {
    const composition = composeOk({ ...files, "exp/e": `# @package _global_\n${yaml}` }, [], {
      runtime: { env: { 5: "x" }, cwd: "/", jobName: "a" },
    });
    const node = selectNode(composition.config, key);
    expect(node && toPlain(node)).toEqual(value);
  });

  test("they work in the order of the defaults list, before overrides", () => {
    const yaml = "defaults: [more, _self_]\ntags: !append [own]\n";
    const both = {
      ...files,
      "exp/e": `# @package _global_\n${yaml}`,
      "exp/more": "# @package _global_\ntags: !append [more]\n",
    };
    const { config } = composeOk(both, ["tags=append(typed)"]);
    const node = selectNode(config, "tags");
    expect(node && toPlain(node)).toEqual(["a", "b", "more", "own", "typed"]);
  });

  test("a whole option may be one", () => {
    const option = { ...files, config: "defaults: [base, _self_, exp@tags: e]\n", "exp/e": "!append [q]\n" };
    const node = selectNode(composeOk(option).config, "tags");
    expect(node && toPlain(node)).toEqual(["a", "b", "q"]);
  });

  test("composing twice gives the same: nothing of a file is used up", () => {
    expect(valueAt("tags: !append [c]", "tags")).toEqual(valueAt("tags: !append [c]", "tags"));
  });

  test.for([
    { yaml: "tgas: !append [c]", says: "did you mean 'tags'?" },
    { yaml: "new:\n  key: !append [c]", says: "'new.key' is not there\nexp/e.yaml:3:" },
    { yaml: "nul: !append [c]", says: "'nul' is null, not a list" },
    { yaml: "ref: !append [c]", says: "'ref' is ${tags}, not a list" },
    { yaml: "opt: !append [c]", says: "not a list" },
    { yaml: "tags: !append c", says: "needs a list, as in !append [x]" },
    { yaml: "tags: !append {a: 1}", says: "does not fit a mapping" },
    { yaml: "tags: !append []", says: "!append needs an item" },
    { yaml: "tags: !insert [x, y]", says: "!insert needs a position first" },
    { yaml: "tags: !insert [1.5, y]", says: "!insert needs a position first" },
    { yaml: "tags: !remove [z]", says: "'tags' does not hold z" },
    { yaml: "new: [{x: !append [1]}]", says: "stands inside a list" },
    { yaml: "tags: !append [!append [1]]", says: "stands inside a list" },
    { yaml: "tags: !apend [1]", says: "Unknown tag !apend" },
    { yaml: "defaults: !append [x]", says: "a defaults list stands for itself" },
    { yaml: "hydra: {searchpath: !append [x]}", says: "hydra.searchpath is read before configs are merged" },
  ])("$yaml is refused", ({ yaml, says }) => {
    expect(() => composed(yaml)).toThrow(says);
  });

  test("the primary config cannot be one", () => {
    expect(() => composeOk({ config: "!append [q]\n" })).toThrow("the whole config is a mapping");
  });

  test("they mean nothing in a text of its own", () => {
    expect(() => fromYaml("x: !append [1]")).toThrow("works where configs are composed");
  });
});
