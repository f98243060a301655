import {
  deleteItem,
  findItem,
  getItem,
  hasItem,
  setItem,
  findChild,
  childAt,
} from "../../../src/config/access.ts";
import type { ConfigTypeError } from "../../../src/errors/config-errors.ts";
import { equalNodes } from "../../../src/config/equality.ts";
import { unsupportedOperation } from "../../../src/config/failures.ts";
import { withFlags } from "../../../src/config/flags.ts";
import {
  appendItem,
  assignSlice,
  clearItems,
  concatLists,
  extendItems,
  insertItem,
  sliceItems,
  sortItems,
} from "../../../src/config/list-operations.ts";
import { containsItem, countItem, findIndex, removeItem } from "../../../src/config/list-search.ts";
import { keyPlace } from "../../../src/config/map-keys.ts";
import { assignEntries, keysOf, setDefaultItem, valuesOf } from "../../../src/config/map-operations.ts";
import { maskedCopy } from "../../../src/config/masked-copy.ts";
import { missingKeys } from "../../../src/config/missing.ts";
import {
  type ConfigNode,
  type ContainerNode,
  effectiveFlag,
  fullKey,
  isContainer,
  ListNode,
  MapNode,
} from "../../../src/config/node.ts";
import { placeAt } from "../../../src/config/place.ts";
import { popItem } from "../../../src/config/pop.ts";
import { resolveInPlace } from "../../../src/config/resolve-in-place.ts";
import { selectNode } from "../../../src/config/select.ts";
import { toPlain } from "../../../src/config/to-object.ts";
import { updateNode } from "../../../src/config/update.ts";
import { loadYaml } from "../../../src/config/yaml/load.ts";
import { applyFlags, type CaseFlag } from "../case-flags.ts";
import { decodeValue, encodeNode, encodeRaw } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { createFixtureContext } from "../fixture-resolvers.ts";

interface AccessCase extends ConformanceCase {
  readonly yaml: string;
  readonly op: string;
  readonly at?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly flags?: readonly CaseFlag[];
}

/** What an operation needs: the node it runs on, its decoded arguments, and the whole config. */
interface Call {
  readonly root: ConfigNode;
  readonly on: ContainerNode;
  readonly args: Readonly<Record<string, unknown>>;
  /** `args` of the case as written, for arguments that are options. */
  readonly options: Readonly<Record<string, unknown>>;
}
type Operation = (call: Call) => Record<string, unknown>;

export const family: Family = {
  name: "access",
  run(input) {
    const { yaml, op, at, args = {}, flags } = input as AccessCase;
    const root = loadYaml(yaml, { context: createFixtureContext() });
    applyFlags(root, flags);
    const on = at === undefined ? root : selectNode(root, at);
    const operation = operations[op];
    if (operation === undefined) throw new Error(`unknown operation ${op}`);
    const decoded = Object.fromEntries(
      Object.entries(args).map(([name, value]) => [name, decodeValue(value)]),
    );
    return operation({ root, on: container(on), args: decoded, options: args });
  },
};

const operations: Readonly<Record<string, Operation>> = {
  select: ({ on, args, options }) =>
    shown(
      selectNode(on, String(args["key"]), {
        throwOnMissing: options["throw_on_missing"] === true,
        throwOnResolutionFailure: options["throw_on_resolution_failure"] !== false,
      }),
      args["default"],
    ),
  get: ({ on, args }) => shown(found(on, args), args["default"]),
  getitem: ({ on, args }) => shown(getItem(on, args["key"])),
  getattr: ({ on, args }) => shown(getItem(on, args["key"])),
  contains: ({ on, args }) => ({
    value: on instanceof ListNode ? containsItem(on, args["key"]) : hasItem(on, args["key"]),
  }),
  len: ({ on }) => ({ value: on.size }),
  keys: ({ on }) => ({ value: [...keysOf(map(on))].map(encodeRaw) }),
  values: ({ on }) => ({ value: [...valuesOf(on)].map(encodeNode) }),
  items: ({ on }) => {
    const keys = [...keysOf(map(on))];
    return { value: [...valuesOf(on)].map((node, index) => [encodeRaw(keys[index]), encodeNode(node)]) };
  },
  iter: ({ on }) => ({
    value: on instanceof MapNode ? [...keysOf(on)].map(encodeRaw) : [...valuesOf(on)].map(encodeNode),
  }),
  slice: ({ on, options }) => ({ value: sliceItems(list(on), options).map(encodeNode) }),
  index: ({ on, args }) => ({ value: findIndex(list(on), args["value"]) }),
  count: ({ on, args }) => ({ value: countItem(list(on), args["value"]) }),
  concat: ({ on, args }) => ({ value: encodeNode(concatLists(list(on), args["value"])) }),
  equals: ({ root, on, options }) => {
    const other = selectNode(root, String(options["other"]));
    return { value: other !== undefined && equalNodes(on, other) };
  },
  full_key: ({ on, args }) => ({ value: "key" in args ? keyPlace(on, args["key"]).fullKey : fullKey(on) }),
  is_missing: ({ on, args }) => ({ value: childIfAny(on, args["key"])?.kind === "missing" }),
  is_interpolation: ({ on, args }) => ({ value: childIfAny(on, args["key"])?.kind === "interpolation" }),
  is_readonly: ({ on }) => ({ value: effectiveFlag(on, "readonly") ?? null }),
  is_struct: ({ on }) => ({ value: effectiveFlag(on, "struct") ?? null }),
  missing_keys: ({ on }) => ({ value: missingKeys(on).sort() }),
  masked_copy: ({ on, options }) => ({ value: encodeNode(maskedCopy(on, options["keys"] as string[])) }),
  to_container: ({ on, options }) => ({
    value: encodeRaw(
      toPlain(on, {
        resolve: options["resolve"] === true,
        throwOnMissing: options["throw_on_missing"] === true,
        maps: "map",
        numbers: "kinds",
      }),
    ),
  }),
  setitem: changing(({ on, args }) => void setItem(on, args["key"], args["value"])),
  setattr: changing(({ on, args }) => void setItem(on, args["key"], args["value"])),
  delitem: changing(({ on, args }) => deleteItem(on, args["key"])),
  delattr: changing(({ on, args }) => deleteItem(on, args["key"])),
  update: changing(({ on, args, options }) =>
    updateNode(on, String(args["key"]), args["value"], {
      merge: options["merge"] !== false,
      forceAdd: options["force_add"] === true,
    }),
  ),
  update_map: changing(({ on, args }) => assignEntries(map(on), args["value"])),
  clear: changing(({ on }) => clearItems(list(on))),
  append: changing(({ on, args }) => appendItem(list(on), args["value"])),
  insert: changing(({ on, args }) => insertItem(list(on), Number(args["index"]), args["value"])),
  extend: changing(({ on, args }) => extendItems(list(on), args["value"])),
  remove: changing(({ on, args }) => removeItem(list(on), args["value"])),
  sort: changing(({ on, options }) => sortItems(list(on), { reverse: options["reverse"] === true })),
  setslice: changing(({ on, args, options }) => assignSlice(list(on), sliceOf(options), args["value"])),
  resolve: changing(({ on }) => resolveInPlace(on)),
  open_dict_set: changing(({ on, args }) =>
    withFlags(on, { struct: false }, () => void setItem(on, args["key"], args["value"])),
  ),
  read_write_set: changing(({ on, args }) =>
    withFlags(on, { readonly: false }, () => void setItem(on, args["key"], args["value"])),
  ),
  pop: ({ root, on, args }) => {
    const value = popItem(on, args["key"], { optional: "default" in args });
    return { ...shown(value, args["default"]), config: encodeNode(root) };
  },
  setdefault: ({ root, on, args }) => {
    const value = setDefaultItem(map(on), args["key"], args["default"]);
    return { ...shown(value), config: encodeNode(root) };
  },
};

function changing(change: (call: Call) => void): Operation {
  return (call) => {
    change(call);
    return { config: encodeNode(call.root) };
  };
}

/** `get(key, default)`: for a list an index out of range is nothing only when there is a default (oddity 27). */
function found(on: ContainerNode, args: Call["args"]): ConfigNode | undefined {
  if (on instanceof ListNode && !("default" in args)) childAt(on, args["key"]);
  return findItem(on, args["key"]);
}

/** A child as it stands; an index that the list does not have is an error. */
function childIfAny(on: ContainerNode, key: unknown): ConfigNode | undefined {
  return on instanceof ListNode ? childAt(on, key) : findChild(on, key);
}

function shown(node: ConfigNode | undefined, fallback: unknown = null): Record<string, unknown> {
  return { value: node === undefined ? encodeRaw(fallback) : encodeNode(node) };
}

function sliceOf({ start, stop, step }: Readonly<Record<string, unknown>>) {
  const number = (value: unknown) => (typeof value === "number" ? value : undefined);
  return { start: number(start), stop: number(stop), step: number(step) };
}

function container(node: ConfigNode | undefined): ContainerNode {
  if (isContainer(node)) return node;
  throw wrongNode("a mapping or list", node);
}

function list(node: ContainerNode): ListNode {
  if (node instanceof ListNode) return node;
  throw wrongNode("a list", node);
}

function map(node: ContainerNode): MapNode {
  if (node instanceof MapNode) return node;
  throw wrongNode("a mapping", node);
}

function wrongNode(wanted: string, node: ConfigNode | undefined): ConfigTypeError {
  return unsupportedOperation(
    `The operation needs ${wanted}`,
    placeAt(node === undefined ? "" : fullKey(node)),
  );
}
