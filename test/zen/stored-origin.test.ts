import { expect, test } from "vitest";
import { builds, compose, makeConfig, ZenStore } from "orochi";
import { originOf, select } from "orochi/config";

class Till {
  readonly speed: number;
  constructor({ speed = 1 }: { speed?: number } = {}) {
    this.speed = speed;
  }
}

const part = builds(Till, { speed: 2 });
const store = new ZenStore();
store(part, { group: "till", name: "slow" });
store(part, { group: "till", name: "same" });
store(
  makeConfig({ items: 20 }, { defaults: [{ till: "slow" }, { "experiment@_global_": "big" }, "_self_"] }),
  { name: "shop" },
);
store({ items: 200 }, { group: "experiment", name: "big", package: "_global_" });

test.for([
  { id: "of a group", config: "till", key: "speed", overrides: [], text: "till/slow" },
  {
    id: "one config under two names",
    config: "till",
    key: "speed",
    overrides: ["till=same"],
    text: "till/same",
  },
  { id: "the name of a target", config: "till", key: "_target_", overrides: [], text: "till/slow" },
])("a value says which stored config it is of: $id", ({ config, key, overrides, text }) => {
  const node = select(compose({ store, configName: "shop", overrides }), config);
  expect(JSON.stringify(originOf(node as object, key))).toContain(text);
});

test("what it replaced says the same, and targets still run", () => {
  const shown = JSON.stringify(originOf(compose({ store, configName: "shop" }), "items"));
  expect(shown).toContain('"config":"shop"');
  expect(shown).toContain('"config":"experiment/big"');
});
