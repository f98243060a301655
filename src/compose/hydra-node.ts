import { copyNode } from "../config/copy.ts";
import { createNode, createStructNode } from "../config/create.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { spanOf } from "../config/origin-span.ts";
import { pythonStr } from "../config/python-text.ts";
import type { StructType } from "../config/types.ts";
import { scalarText } from "../config/scalar.ts";
import { isOrochiError } from "../errors/base.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { Secrets } from "./secrets.ts";
import { overrideDirname } from "../overrides/override-dirname.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { Choice } from "./defaults-item.ts";

/** What the process says about itself. */
export interface RuntimeFacts {
  /** Version of Orochi. */
  readonly version?: string | undefined;
  readonly versionBase?: string | undefined;
  /** Absolute launch directory. @defaultValue the working directory */
  readonly cwd?: string | undefined;
  /** Name of the app, unless the config names the job. @defaultValue `"app"` */
  readonly jobName?: string | undefined;
  /** @defaultValue `process.env` */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface HydraNodeFacts {
  readonly overrides: readonly Override[];
  readonly choices: ReadonlyMap<string, Choice>;
  readonly configName: string | undefined;
  readonly repository: ConfigRepository;
  readonly runtime: RuntimeFacts;
}

const origin: Origin = { kind: "engine", label: "compose" };

/** Writes into the hydra node what is known only after composing (H-APL-001). */
export function fillHydraNode(hydra: MapNode, facts: HydraNodeFacts): void {
  fillLasting(hydra, facts);
  fillOwn(hydra, facts, facts.overrides);
}

/** What is the same for all jobs of a sweep that make the same choices; of the overrides those that they have in common. */
export function fillLasting(hydra: MapNode, facts: HydraNodeFacts): void {
  const { overrides, choices, configName, repository, runtime } = facts;
  appendLines(hydra, "hydra", overrides.filter(isHydraOverride));
  const known = mapAt(hydra, ["runtime", "choices"]);
  for (const [key, choice] of choices) known.setChild(key, createNode(choice, { origin }));
  set(hydra, ["runtime", "version"], runtime.version ?? "0.0.0");
  if (runtime.versionBase !== undefined) set(hydra, ["runtime", "version_base"], runtime.versionBase);
  set(hydra, ["runtime", "cwd"], runtime.cwd ?? process.cwd());
  setSources(hydra, repository);
  const name = get(hydra, ["job", "name"]);
  if (name === undefined || name.kind === "missing" || name.kind === "null") {
    set(hydra, ["job", "name"], runtime.jobName ?? "app");
  }
  set(hydra, ["job", "config_name"], configName ?? null);
}

/**
 * What each job has for itself.
 *
 * @param overrides - all that it is composed with
 */
export function fillOwn(
  hydra: MapNode,
  { runtime }: Pick<HydraNodeFacts, "runtime">,
  overrides: readonly Override[],
): void {
  const task = overrides.filter((override) => !isHydraOverride(override));
  appendLines(hydra, "task", task);
  copyEnvironment(hydra, runtime.env ?? process.env);
  setText(hydra, ["job", "override_dirname"], dirnameOf(hydra, task));
}

/** Brings the keys of a mapping into the order of its schema; keys that the schema does not know come last (H-HYD-002). */
export function orderBySchema(node: MapNode): void {
  if (node.type.kind !== "struct" || isOrdered(node, node.type)) return;
  const known = [...node.type.fields.keys()].flatMap((key) => node.child(key) ?? []);
  const ordered = [...new Set([...known, ...node.children()])];
  const keyed = ordered.map((child) => [child.key, child] as const);
  node.clear();
  for (const [key, child] of keyed) if (key !== undefined) node.setChild(key, child);
}

/** Places of the fields in a schema. */
const places = new WeakMap<StructType, ReadonlyMap<unknown, number>>();

function isOrdered(node: MapNode, type: StructType): boolean {
  let known = places.get(type);
  if (known === undefined)
    places.set(type, (known = new Map(Array.from(type.fields.keys(), (key, index) => [key, index]))));
  let last = -1;
  for (const { key } of node.children()) {
    const place = known.get(key) ?? Number.POSITIVE_INFINITY;
    if (place < last) return false;
    last = place;
  }
  return true;
}

/** Overrides stay text even where they hold `${…}`. */
function appendLines(hydra: MapNode, kind: "hydra" | "task", overrides: readonly Override[]): void {
  const list = get(hydra, ["overrides", kind]);
  if (!(list instanceof ListNode)) return;
  for (const { text } of overrides) list.push(textNode(text));
}

/** Adds a line to `hydra.overrides.hydra` and sets the value that it stands for. */
export function recordHydraOverride(hydra: MapNode, path: readonly string[], value: string): void {
  set(hydra, path, value);
  const list = get(hydra, ["overrides", "hydra"]);
  if (list instanceof ListNode) list.push(textNode(`hydra.${path.join(".")}=${value}`));
}

function copyEnvironment(hydra: MapNode, env: Readonly<Record<string, string | undefined>>): void {
  const names = get(hydra, ["job", "env_copy"]);
  if (!(names instanceof ListNode) || names.size === 0) return;
  const target = mapAt(hydra, ["job", "env_set"]);
  for (const child of names.children()) {
    const name = pythonStr(dereference(child));
    const value = env[name];
    if (value === undefined) {
      throw new ConfigCompositionException("ENV_MISSING", `The environment variable '${name}' is not set`, {
        key: "hydra.job.env_copy",
        span: () => spanOf(child),
        hint: "set it, or take it out of hydra.job.env_copy",
      });
    }
    target.setChild(name, textNode(value));
  }
}

function setSources(hydra: MapNode, repository: ConfigRepository): void {
  const list = get(hydra, ["runtime", "config_sources"]);
  if (!(list instanceof ListNode) || list.type.kind !== "list" || list.type.item.kind !== "struct") return;
  const { item } = list.type;
  const known = sourceLists.get(repository);
  if (known !== undefined && known.type === list.type) {
    list.deferChildren(known);
    return;
  }
  const nodes = repository.sources.map(({ path, scheme, provider }) => {
    const values = new Map([
      ["path", path],
      ["schema", scheme],
      ["provider", provider],
    ]);
    return createStructNode(item, { slot: item, values, origin });
  });
  list.setItems(nodes);
  const lasting = copyNode(list);
  if (lasting instanceof ListNode) sourceLists.set(repository, lasting);
}

/** The sources of a repository are the same for all that is composed from it. Never changed. */
const sourceLists = new WeakMap<ConfigRepository, ListNode>();

function dirnameOf(hydra: MapNode, task: readonly Override[]): string {
  const secrets = Secrets.of(hydra.parent instanceof MapNode ? hydra.parent : undefined);
  const shown = task.filter(({ key }) => !secrets.covers(key));
  const settings = peekAt(hydra, ["job", "config", "override_dirname"]);
  return overrideDirname(shown, {
    excludeKeys: excludedKeys(hydra, settings),
    itemSeparator: textAt(settings, "item_sep") ?? ",",
    valueSeparator: textAt(settings, "kv_sep") ?? "=",
  });
}

function excludedKeys(hydra: MapNode, settings: ConfigNode | undefined): string[] {
  const exclude = settings instanceof MapNode ? settings.peek("exclude_keys") : undefined;
  if (!(exclude instanceof ListNode) || exclude.size === 0) return [];
  // Keys may be interpolations: they are followed in the config itself.
  const own = get(hydra, ["job", "config", "override_dirname", "exclude_keys"]);
  return own instanceof ListNode ? [...own.children()].map((key) => pythonStr(dereference(key))) : [];
}

function textAt(settings: ConfigNode | undefined, key: string): string | undefined {
  const node = settings instanceof MapNode ? settings.peek(key) : undefined;
  return node instanceof ScalarNode && node.kind === "str" ? scalarText(node.value) : undefined;
}

/** What stands at a path, only looked at: each job has these settings, and hardly any has its own. */
function peekAt(hydra: MapNode, path: readonly string[]): ConfigNode | undefined {
  let at: ConfigNode | undefined = hydra;
  for (const step of path) at = at instanceof MapNode ? at.peek(step) : undefined;
  return at;
}

function get(hydra: MapNode, path: readonly string[]): ConfigNode | undefined {
  let at: ConfigNode | undefined = hydra;
  for (const step of path) at = at instanceof MapNode ? at.child(step) : undefined;
  return at;
}

function mapAt(hydra: MapNode, path: readonly string[]): MapNode {
  let at = hydra;
  for (const step of path) {
    const child = at.child(step);
    if (child instanceof MapNode) at = child;
    else {
      const made = new MapNode();
      at.setChild(step, made);
      at = made;
    }
  }
  return at;
}

function set(hydra: MapNode, path: readonly string[], value: unknown): void {
  const key = path.at(-1) ?? "";
  const map = mapAt(hydra, path.slice(0, -1));
  const type = map.child(key)?.slot;
  map.setChild(key, createNode(value, { type, origin }));
}

/** Interpolations in the text work; text that only looks like one stays text. */
function setText(hydra: MapNode, path: readonly string[], text: string): void {
  try {
    set(hydra, path, text);
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    mapAt(hydra, path.slice(0, -1)).setChild(path.at(-1) ?? "", textNode(text));
  }
}

function textNode(text: string): ScalarNode {
  const node = new ScalarNode("str", text);
  node.origin = origin;
  return node;
}
