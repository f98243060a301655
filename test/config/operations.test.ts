import fc from "fast-check";
import { expect, test } from "vitest";
import {
  create,
  deleteItem,
  isList,
  isMap,
  isOrochiError,
  mergeWith,
  mergeWithDotlist,
  missingKeys,
  openStruct,
  popItem,
  resolve,
  select,
  setItem,
  setReadonly,
  setStruct,
  struct,
  t,
  toObject,
  toYaml,
  update,
} from "../../src/config.ts";
import { nodeOf } from "../../src/config/view.ts";
import { brokenLinks } from "./tree-invariants.ts";

// Random sequences of operations: against plain data as the model, and with everything that can go wrong.

type Data = null | boolean | number | string | Data[] | { [key: string]: Data };
type Bag = Record<string, unknown>;

const keys = fc.constantFrom("a", "b", "c", "__proto__", "constructor", "length", "then");
const plainData = fc.letrec<{ value: Data }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Data>(null, true, 0, 7, -1, 1.5, "", "x", "y z"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(keys, tie("value")), { maxLength: 3, selector: ([key]) => key }).map(fromPairs),
  ),
})).value;

/** Also for `__proto__`, which an assignment would not make a key. */
function fromPairs(pairs: readonly (readonly [string, Data])[]): { [key: string]: Data } {
  const data: { [key: string]: Data } = {};
  for (const [key, value] of pairs) put(data, key, value);
  return data;
}

function put(data: object, key: string, value: unknown): void {
  Object.defineProperty(data, key, { value, enumerable: true, configurable: true, writable: true });
}

type Step =
  | { do: "set" | "merge"; at: number[]; key: string; value: Data }
  | { do: "delete"; at: number[]; key: string }
  | { do: "push" | "unshift"; at: number[]; value: Data }
  | { do: "splice"; at: number[]; start: number; count: number; value: Data }
  | { do: "pop" | "shift" | "reverse" | "sort"; at: number[] };

const at = fc.array(fc.nat(3), { maxLength: 3 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("set", "merge"), at, key: keys, value: plainData }),
  fc.record({ do: fc.constant("delete"), at, key: keys }),
  fc.record({ do: fc.constantFrom("push", "unshift"), at, value: plainData }),
  fc.record({
    do: fc.constant("splice"),
    at,
    start: fc.integer({ min: -3, max: 3 }),
    count: fc.nat(2),
    value: plainData,
  }),
  fc.record({ do: fc.constantFrom("pop", "shift", "reverse", "sort"), at }),
) as fc.Arbitrary<Step>;

/** The container some steps down: each number chooses among the containers that are there. */
function walk(root: object, path: readonly number[]): object {
  let here = root;
  for (const choice of path) {
    const below = Object.keys(here)
      .map((key) => Object.getOwnPropertyDescriptor(here, key)?.value as unknown)
      .filter((value) => typeof value === "object" && value !== null);
    if (below.length === 0) break;
    here = below[choice % below.length] as object;
  }
  return here;
}

function apply(root: object, step: Step, merge: (into: object, value: Data) => void): void {
  const target = walk(root, step.at);
  const list = Array.isArray(target) ? (target as unknown[]) : undefined;
  const isText = (a: unknown, b: unknown) => Number(JSON.stringify(a) > JSON.stringify(b)) || -1;
  switch (step.do) {
    case "set":
      if (list !== undefined) list[list.length] = step.value;
      else if (isModel(target)) put(target, step.key, structuredClone(step.value));
      else (target as Bag)[step.key] = step.value;
      return;
    case "merge":
      if (list === undefined && isObject(step.value)) merge(target, step.value);
      return;
    case "delete":
      if (list === undefined) delete (target as Bag)[step.key];
      return;
    case "push":
    case "unshift":
      list?.[step.do](structuredClone(step.value));
      return;
    case "splice":
      list?.splice(step.start, step.count, structuredClone(step.value));
      return;
    case "sort":
      list?.sort(isText);
      return;
    default:
      list?.[step.do]();
  }
}

const models = new WeakSet<object>();
function isModel(target: object): boolean {
  return !isMap(target) && !isList(target);
}

function isObject(value: unknown): value is { [key: string]: Data } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What O-MRG-002 and O-MRG-003 say of plain data; a list and a mapping that meet are an error of the config. */
function mergeModel(into: object, from: { [key: string]: Data }): void {
  for (const [key, value] of Object.entries(from)) {
    const old: unknown = Object.getOwnPropertyDescriptor(into, key)?.value;
    if (isObject(old) && isObject(value)) mergeModel(old, value);
    else put(into, key, structuredClone(value));
  }
}

function hasClash(into: unknown, from: unknown): boolean {
  if (!isObject(into) || !isObject(from))
    return Array.isArray(into) ? isObject(from) : isObject(into) && Array.isArray(from);
  return Object.keys(from).some((key) =>
    hasClash(
      Object.getOwnPropertyDescriptor(into, key)?.value,
      Object.getOwnPropertyDescriptor(from, key)?.value,
    ),
  );
}

test("a config does what plain data does", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(keys, plainData), { maxLength: 3 }).map(fromPairs),
      fc.array(steps, { maxLength: 12 }),
      (start, todo) => {
        const cfg = create(start) as object;
        const model: object = structuredClone(start);
        models.add(model);
        for (const step of todo) {
          if (step.do === "merge" && hasClash(walk(model, step.at), step.value)) continue;
          apply(model, step, (into, value) => mergeModel(into, value as { [key: string]: Data }));
          apply(cfg, step, (into, value) => mergeWith(into, value));
        }
        expect(toObject(cfg)).toEqual(model);
        expect(JSON.stringify(cfg)).toBe(JSON.stringify(model));
        expect(brokenLinks(nodeOf(cfg))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

const wildText = fc.constantFrom(
  "???",
  "${a}",
  "${.b}",
  "${..c}",
  "${",
  "${oc.select:a}",
  "${oc.dict.values:a}",
  "x${a.b}",
  "${a[0]}",
  "${nope:1}",
);
const paths = fc.constantFrom(
  "a",
  "a.b",
  "a[0]",
  "b.c.a",
  "",
  "..",
  "a.b[",
  "\\.",
  "l[-1]",
  "s.n",
  "s.zz",
  "s.l.0",
);
const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  plainData,
  wildText,
  fc.constantFrom<unknown>(undefined, Symbol("s"), () => 1, new Date(0), 5n, Number.NaN, new Map([[1, 2]])),
  fc.array(wildText, { maxLength: 2 }),
  fc.record({ a: wildText, b: plainData }),
);

const Shape = struct("Shape", {
  n: t.int.default(1),
  l: t.list(t.int).default([1]),
  o: t.optional(struct("Inner", { x: 1 })),
  f: t.float.default(0.5),
});

test("whatever is done to it, a config fails only with its own errors and keeps its links", () => {
  const operation = fc.tuple(fc.nat(15), paths, wildValue, keys);
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 15 }), (todo) => {
      const cfg = create({ a: { b: 1 }, b: [1, { c: 2 }], s: Shape, l: [] as unknown[] }) as Bag;
      for (const [what, path, value, key] of todo) {
        attempt(() => act(cfg, what, path, value, key));
        expect(brokenLinks(nodeOf(cfg))).toEqual([]);
      }
      attempt(() => toObject(cfg, { throwOnMissing: false }));
      attempt(() => missingKeys(cfg));
      expect(typeof toYaml(cfg)).toBe("string");
      expect(({} as Bag)["polluted"]).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

function act(cfg: Bag, what: number, path: string, value: unknown, key: string): unknown {
  const inner = (attempt(() => select(cfg, path)) ?? cfg) as Bag;
  const here = isMap(inner) || isList(inner) ? inner : cfg;
  switch (what) {
    case 0:
      return (here[key] = value);
    case 1:
      return delete here[key];
    case 2:
      return update(cfg, path, value);
    case 3:
      return update(cfg, path, value, { merge: false, forceAdd: true });
    case 4:
      return mergeWith(here, value);
    case 5:
      return mergeWith(cfg, here);
    case 6:
      return popItem(here, key);
    case 7:
      return deleteItem(here, isList(here) ? 0 : key);
    case 8:
      return isList(here) ? here.splice(0, 1, value, value) : setItem(here, key, here);
    case 9:
      return isList(here)
        ? here.sort()
        : mergeWithDotlist(here, [`${path}=${typeof value === "string" ? value : "1"}`]);
    case 10:
      return setReadonly(here, value === null ? undefined : key === "a");
    case 11:
      return setStruct(here, key === "a");
    case 12:
      return resolve(here);
    case 13:
      return openStruct(here, () => void (here[key] = value));
    case 14:
      return isList(here) ? here.push(...here) : Object.assign(here, { [key]: value });
    default:
      return [...Object.keys(here), JSON.stringify(here)];
  }
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    // What JSON cannot say is no matter of configs: big integers, and interpolations that lead in a circle.
    if (isOrochiError(error) || (error instanceof TypeError && /BigInt|circular/.test(error.message))) {
      return undefined;
    }
    throw error;
  }
}
