import { valueOf } from "./access.ts";
import { type ConfigNode, type ContainerNode, isNode, ListNode, ScalarNode } from "./node.ts";
import { listHandler, ListTarget } from "./view-list.ts";
import { configValue } from "./raw-value.ts";
import { describeValue } from "./raw-value.ts";
import { mapHandler, MapTarget } from "./view-map.ts";
import { leafForReading } from "./view-value.ts";

/**
 * All views. Their nodes are asked of themselves: in a map from views to nodes the engine's quick collections would find every tree
 * that had a view alive, and long sweeps would pile up trees until the slow one comes.
 */
const views = new WeakSet<object>();

/**
 * What a program sees of a node (design D1): the value of a leaf, or a view that reads and writes like a plain object or array.
 * Interpolations are followed when they are read, `???` throws, writes respect types and flags. The same container always has
 * the same view.
 */
export function viewOf(node: ConfigNode): unknown {
  switch (node.kind) {
    case "map":
    case "list":
      return node.view ?? makeView(node);
    case "missing":
    case "interpolation":
      return viewOfValue(valueOf(node));
    case "enum":
    case "path":
      return leafForReading(node);
    default:
      return node.value;
  }
}

function viewOfValue(node: ConfigNode): unknown {
  return node instanceof ScalarNode ? leafForReading(node) : (node.view ?? makeView(node));
}

const maps = mapHandler(viewOf);
const lists = listHandler(viewOf);

function makeView(node: ContainerNode): object {
  const view =
    node instanceof ListNode ? new Proxy(new ListTarget(node), lists) : new Proxy(new MapTarget(node), maps);
  node.view = view;
  views.add(view);
  return view;
}

/** Whether a value is a view of a config. */
export function isView(value: unknown): value is object {
  return typeof value === "object" && value !== null && views.has(value);
}

/**
 * The node behind a view. A node answers itself.
 *
 * @throws {TypeError} for anything else.
 */
export function nodeOf(view: unknown): ConfigNode {
  const node = findNode(view);
  if (node !== undefined) return node;
  const isData = typeof view !== "object" || view === null;
  throw new TypeError(
    isData
      ? `${describeValue(view)} is plain data already and no config`
      : "This is no config: make one of it with create()",
  );
}

/** The node behind a view, or `undefined` for any other value. */
export function findNode(value: unknown): ConfigNode | undefined {
  if (isNode(value)) return value;
  if (!isView(value)) return undefined;
  const node: unknown = Reflect.get(value, configValue);
  return isNode(node) ? node : undefined;
}
