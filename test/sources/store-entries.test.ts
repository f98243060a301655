import { assert, expect, test } from "vitest";
import { createNode } from "../../src/config/create.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";
import { StoreSource } from "../../src/sources/store-source.ts";

test("H-CST-001: .yaml is dropped, groups are created on the way, later entries replace", () => {
  const store = new StoreEntries();
  store.add({ name: "x.yaml", group: "a/b", node: createNode({ v: 1 }) });
  store.add({ name: "x", group: "/a/b/", node: createNode({ v: 2 }) });
  expect([store.size, store.subgroups(""), store.names("a/b")]).toEqual([1, ["a"], ["x"]]);
});

test("H-CST-002: an empty group is no group", () => {
  const store = new StoreEntries();
  store.add({ name: "x", group: "", node: createNode({}) });
  expect([store.has("", "x"), store.subgroups("")]).toEqual([true, []]);
});

test("without overwrite a second entry is refused", () => {
  const store = new StoreEntries();
  store.add({ name: "x", node: createNode({}) });
  expect(() => store.add({ name: "x", node: createNode({}) }, { overwrite: false })).toThrow(
    expect.objectContaining({ code: "STORE_EXISTS" }),
  );
});

test("a deferred node is made once", () => {
  const store = new StoreEntries();
  let made = 0;
  store.add({ name: "x", node: () => createNode({ made: ++made }) });
  const read = () => {
    const entry = store.get("", "x");
    assert(entry !== undefined);
    return store.nodeOf(entry);
  };
  expect(read()).toBe(read());
  expect(made).toBe(1);
});

test("deleting what is not there names the nearest", () => {
  const store = new StoreEntries();
  store.add({ name: "mysql", group: "db", node: createNode({}) });
  expect(() => store.delete("db", "mysqll")).toThrow(/did you mean 'db\/mysql'/);
});

test("replaceable entries stand back for the store above them", () => {
  const below = new StoreEntries();
  below.add({ name: "config", group: "hydra", node: createNode({ from: "below" }), replaceable: true });
  below.add({ name: "fixed", group: "hydra", node: createNode({}) });
  const store = new StoreEntries();
  const source = new StoreSource(store, { below });
  expect(source.list("hydra", "config")).toEqual(["config"]);
  const mine = createNode({ from: "above" });
  store.add({ name: "config", group: "hydra", node: mine });
  expect(source.load("hydra/config")).toMatchObject({ value: mine });
});
