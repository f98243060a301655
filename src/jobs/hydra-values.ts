import { setItem } from "../config/access.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import {
  type ConfigNode,
  type ContainerNode,
  deferredCopy,
  isContainer,
  MapNode,
  ScalarNode,
} from "../config/node.ts";
import { pythonStr } from "../config/python-text.ts";
import { selectNode } from "../config/select.ts";
import type { Origin } from "../config/origin.ts";
import { Float, MISSING } from "../config/scalar.ts";
import { shadow } from "../config/shadow.ts";
import { toPlain } from "../config/to-object.ts";
import type { ConfigType } from "../config/types.ts";
import { invariant } from "../errors/base.ts";

/** The hydra node of a composed config. */
export function hydraNodeOf(config: MapNode): MapNode {
  const hydra = config.child("hydra");
  invariant(hydra instanceof MapNode, "a composed config has a hydra node");
  return hydra;
}

/** The value at a path below `hydra`, interpolations followed; `undefined` when it is absent, null or `???`. */
export function hydraValue(config: MapNode, path: string): unknown {
  const node = plainChild(hydraNodeOf(config), path) ?? selectNode(hydraNodeOf(config), path);
  if (node === undefined) return undefined;
  const target = dereference(node);
  if (target instanceof ScalarNode) {
    return target.kind === "null" || target.kind === "missing" ? undefined : target.value;
  }
  return toPlain(target, { resolve: true, enumToName: true, maps: "map" });
}

/**
 * {@link hydraValue} of a whole section, such as `job_logging`, through a copy of it: nothing in the config itself is made or copied
 * for it, and what nobody touched is written quickly.
 */
export function hydraSection(config: MapNode, name: string): unknown {
  const hydra = hydraNodeOf(config);
  const node = hydra.childNamed(name);
  if (!isContainer(node)) return hydraValue(config, name);
  const data = node instanceof MapNode ? node.late?.data : undefined;
  if (data !== undefined) {
    try {
      return withTextsResolved(data, node);
    } catch {
      // Below it is told where the text stands.
    }
  }
  const copy = deferredCopy(node);
  copy.parent = hydra;
  copy.key = name;
  return toPlain(copy, { resolve: true, enumToName: true, maps: "map" });
}

/** Plain data, interpolations in it followed as if they stood in `within`. What needs no change is not copied. */
function withTextsResolved(value: unknown, within: ContainerNode): unknown {
  if (typeof value === "string" && value.includes("${")) {
    const node = new ScalarNode("interpolation", value);
    node.parent = within;
    return toPlain(node, { resolve: true, enumToName: true, maps: "map" });
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withTextsResolved(item, within));
  let changed: Record<string, unknown> | undefined;
  for (const [key, inner] of Object.entries(value)) {
    const resolved = withTextsResolved(inner, within);
    if (resolved !== inner) (changed ??= { ...value })[key] = resolved;
  }
  return changed ?? value;
}

/** What a path leads to where nothing has to be followed or looked up on the way. */
function plainChild(hydra: MapNode, path: string): ConfigNode | undefined {
  let at: ConfigNode | undefined = hydra;
  for (const step of path.split(".")) {
    if (!(at instanceof MapNode)) return undefined;
    at = at.childNamed(step);
  }
  return at;
}

export function hydraText(config: MapNode, path: string): string | undefined {
  const value = hydraValue(config, path);
  return value === undefined ? undefined : pythonStr(value);
}

export function hydraNumber(config: MapNode, path: string): number | undefined {
  const value = hydraValue(config, path);
  if (value === undefined) return undefined;
  return value instanceof Float ? value.value : Number(value);
}

/** A list of texts as it stands: overrides may hold `${…}`, which is text here and nothing to resolve. */
export function hydraLines(config: MapNode, path: string): string[] {
  const node = path
    .split(".")
    .reduce<ConfigNode | undefined>(
      (at, step) => (at instanceof MapNode ? at.child(step) : undefined),
      hydraNodeOf(config),
    );
  if (!isContainer(node)) return [];
  return [...node.children()].map((child) =>
    child instanceof ScalarNode && typeof child.value === "string" ? child.value : "",
  );
}

/** Writes a value that the engine itself finds out, such as `runtime.output_dir`. */
export function setHydraValue(config: MapNode, path: readonly string[], value: unknown): void {
  let at: ConfigNode | undefined = hydraNodeOf(config);
  for (const step of path.slice(0, -1)) at = at instanceof MapNode ? at.child(step) : undefined;
  const key = path.at(-1);
  invariant(at instanceof MapNode && key !== undefined, `hydra.${path.join(".")} has a place`);
  const old = at.childNamed(key);
  const node = old instanceof ScalarNode ? plainScalar(value, old.slot) : undefined;
  if (old === undefined || node === undefined) {
    setItem(at, key, value, { origin });
    return;
  }
  node.origin = origin;
  shadow(node, old);
  at.setChild(key, node);
}

const origin: Origin = { kind: "engine", label: "run" };

/** The node for a value that needs no converting: each job of a sweep has some of them. */
function plainScalar(value: unknown, slot: ConfigType): ScalarNode | undefined {
  if (slot.kind === "int")
    return Number.isInteger(value) ? new ScalarNode("int", value as number, slot) : undefined;
  const isPlain =
    slot.kind === "str" && typeof value === "string" && value !== MISSING && !value.includes("${");
  return isPlain ? new ScalarNode("str", value, slot) : undefined;
}
