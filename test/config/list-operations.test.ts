import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deleteItem, getItem } from "../../src/config/access.ts";
import { createRoot } from "../../src/config/create.ts";
import {
  appendItem,
  assignSlice,
  clearItems,
  concatLists,
  deleteSlice,
  extendItems,
  insertItem,
  reverseItems,
  sliceItems,
  sortItems,
} from "../../src/config/list-operations.ts";
import { containsItem, countItem, findIndex, removeItem } from "../../src/config/list-search.ts";
import type { ListNode, MapNode } from "../../src/config/node.ts";
import { Float } from "../../src/config/scalar.ts";
import type { ConfigType } from "../../src/config/types.ts";
import { encodeNode } from "../conformance/encoding.ts";
import { any, int, listOf, str, struct, tupleOf } from "./fixtures.ts";

const list = (value: unknown, type: ConfigType = any) => createRoot(value, { type }) as ListNode;
const failure = (name: string, key: string) => expect.objectContaining({ name, key });

describe("changing lists (O-ACC-016)", () => {
  test.for<{ name: string; from: unknown[]; change: (on: ListNode) => void; want: unknown[] }>([
    { name: "append", from: [1], change: (on) => appendItem(on, { a: 1 }), want: [1, { a: 1 }] },
    { name: "insert", from: [1, 2], change: (on) => insertItem(on, 1, 9), want: [1, 9, 2] },
    { name: "insert before the end", from: [1, 2], change: (on) => insertItem(on, -1, 9), want: [1, 9, 2] },
    { name: "insert far before", from: [1, 2], change: (on) => insertItem(on, -9, 9), want: [9, 1, 2] },
    { name: "insert beyond", from: [1, 2], change: (on) => insertItem(on, 9, 9), want: [1, 2, 9] },
    { name: "extend", from: [1], change: (on) => extendItems(on, [2, "${0}"]), want: [1, 2, "${0}"] },
    {
      name: "extend by itself",
      from: [1, "${0}"],
      change: (on) => extendItems(on, on),
      want: [1, "${0}", 1, 1],
    },
    { name: "delete", from: [1, 2, 3], change: (on) => deleteItem(on, -2), want: [1, 3] },
    { name: "remove", from: [1, "${0}", 2], change: (on) => removeItem(on, 2), want: [1, "${0}"] },
    { name: "clear", from: [1, 2], change: clearItems, want: [] },
    { name: "reverse", from: [1, "${0}"], change: reverseItems, want: ["${0}", 1] },
    { name: "sort", from: [3, 1, true, 2], change: (on) => sortItems(on), want: [1, true, 2, 3] },
    { name: "sort text", from: ["b", "a", "C"], change: (on) => sortItems(on), want: ["C", "a", "b"] },
    {
      name: "sort down, stably",
      from: [1, 2, true],
      change: (on) => sortItems(on, { reverse: true }),
      want: [2, 1, true],
    },
    {
      name: "sort by a key",
      from: ["ccc", "a", "bb"],
      change: (on) => sortItems(on, { key: (item) => String(encodeNode(item)).length }),
      want: ["a", "bb", "ccc"],
    },
    {
      name: "replace a slice",
      from: [1, 2, 3],
      change: (on) => assignSlice(on, { stop: 2 }, [8]),
      want: [8, 3],
    },
    {
      name: "grow a slice",
      from: [1, 2],
      change: (on) => assignSlice(on, { start: 1, stop: 1 }, [8, 9]),
      want: [1, 8, 9, 2],
    },
    {
      name: "a slice with a step",
      from: [1, 2, 3],
      change: (on) => assignSlice(on, { step: 2 }, [8, 9]),
      want: [8, 2, 9],
    },
    {
      name: "a slice backwards",
      from: [1, 2, 3],
      change: (on) => assignSlice(on, { step: -1 }, [7, 8, 9]),
      want: [9, 8, 7],
    },
    { name: "delete a slice", from: [1, 2, 3], change: (on) => deleteSlice(on, { start: 1 }), want: [1] },
  ])("$name", ({ from, change, want }) => {
    const on = list(from);
    change(on);
    expect(encodeNode(on)).toEqual(want);
    expect([...on.children()].map(({ key }) => key)).toEqual(want.map((_, index) => index));
  });

  test.for<{ name: string; change: (on: ListNode) => void; error: string; key: string }>([
    { name: "append", change: (on) => appendItem(on, "q"), error: "ValidationError", key: "[2]" },
    { name: "insert", change: (on) => insertItem(on, 1, "q"), error: "ValidationError", key: "[1]" },
    { name: "extend", change: (on) => extendItems(on, [3, "q"]), error: "ValidationError", key: "[3]" },
    { name: "extend by text", change: (on) => extendItems(on, "ab"), error: "ConfigTypeError", key: "" },
    {
      name: "slice",
      change: (on) => assignSlice(on, { start: 1 }, [3, "q"]),
      error: "ValidationError",
      key: "[2]",
    },
    {
      name: "stepped slice",
      change: (on) => assignSlice(on, { step: 2 }, [1, 2]),
      error: "ConfigValueError",
      key: "[None:None:2]",
    },
    {
      name: "no step",
      change: (on) => assignSlice(on, { step: 0 }, []),
      error: "ConfigValueError",
      key: "[None:None:0]",
    },
    { name: "delete past the end", change: (on) => deleteItem(on, 5), error: "ConfigIndexError", key: "[5]" },
    { name: "remove", change: (on) => removeItem(on, 9), error: "ConfigValueError", key: "" },
  ])("a failed $name changes nothing (oddity 27)", ({ change, error, key }) => {
    const on = list([1, 2], listOf(int));
    expect(() => change(on)).toThrow(failure(error, key));
    expect(encodeNode(on)).toEqual([1, 2]);
  });

  test("values that cannot be compared are not sorted", () => {
    const on = list([3, "a", 1]);
    expect(() => sortItems(on)).toThrow(failure("ConfigTypeError", ""));
    expect(encodeNode(on)).toEqual([3, "a", 1]);
  });

  test.for<{ name: string; change: (on: ListNode) => void; key: string }>([
    { name: "append", change: (on) => appendItem(on, 1), key: "[2]" },
    { name: "insert", change: (on) => insertItem(on, 0, 1), key: "[0]" },
    { name: "extend", change: (on) => extendItems(on, [1]), key: "[2]" },
    { name: "clear", change: clearItems, key: "[None:None]" },
    { name: "sort", change: (on) => sortItems(on), key: "" },
    { name: "reverse", change: reverseItems, key: "" },
    { name: "slice", change: (on) => assignSlice(on, { start: 1 }, [1]), key: "[1]" },
  ])("read-only: $name (O-FLG-005)", ({ change, key }) => {
    const on = createRoot([1, 2], { flags: { readonly: true } }) as ListNode;
    expect(() => change(on)).toThrow(failure("ReadonlyConfigError", key));
  });

  test("lists grow in struct mode (O-FLG-004)", () => {
    const on = createRoot([1], { flags: { struct: true } }) as ListNode;
    appendItem(on, 2);
    expect(encodeNode(on)).toEqual([1, 2]);
  });

  test("tuples keep their length, and items must fit where they move (oddity 24)", () => {
    const config = createRoot(struct("S", { t: { type: tupleOf(int, str), default: [1, "2"] } })) as MapNode;
    const tuple = getItem(config, "t") as ListNode;
    expect(() => appendItem(tuple, 1)).toThrow(failure("ConfigTypeError", "t"));
    expect(() => clearItems(tuple)).toThrow(failure("ConfigTypeError", "t"));
    expect(() => assignSlice(tuple, {}, [1])).toThrow(failure("ConfigTypeError", "t"));
    reverseItems(tuple);
    expect(encodeNode(tuple)).toEqual([2, "1"]);
    assignSlice(tuple, {}, ["3", 4]);
    expect(encodeNode(tuple)).toEqual([3, "4"]);
  });
});

describe("searching and reading (O-ACC-015)", () => {
  const on = () => list([1, "${0}", true, "???", null, { a: 1 }]);
  test("items count as what they mean", () => {
    expect(containsItem(on(), new Float(1))).toBe(true);
    expect(containsItem(on(), "???")).toBe(true);
    expect(containsItem(on(), { a: 1 })).toBe(true);
    expect(containsItem(on(), "x")).toBe(false);
    expect(countItem(on(), 1)).toBe(3);
    expect(findIndex(on(), 1, 1)).toBe(1);
    expect(findIndex(on(), null)).toBe(4);
    expect(() => findIndex(on(), 1, 3)).toThrow(failure("ConfigValueError", ""));
  });
  test("slices are lists of values", () => {
    expect(sliceItems(on(), { stop: 2 }).map(encodeNode)).toEqual([1, 1]);
    expect(sliceItems(list([]), { stop: -1 })).toEqual([]);
    expect(() => sliceItems(on(), { start: 2 })).toThrow(failure("MissingMandatoryValue", "[2:None]"));
  });
  test("slices of any bounds are those of arrays", () => {
    const bound = fc.option(fc.integer({ min: -8, max: 8 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 6 }), bound, bound, (values, start, stop) => {
        const got = sliceItems(list(values), { start, stop }).map(encodeNode);
        expect(got).toEqual(values.slice(start, stop));
      }),
    );
  });
  test("concatenation makes a new list in the place of the first", () => {
    const config = createRoot({ l: ["${x}"], x: 1 }) as MapNode;
    const joined = concatLists(getItem(config, "l") as ListNode, ["${x}"]);
    expect(encodeNode(joined)).toEqual([1, "${x}"]);
    expect(encodeNode(getItem(joined, 1))).toBe(1);
    expect(encodeNode(config)).toEqual({ l: ["${x}"], x: 1 });
  });
});
