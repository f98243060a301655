import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, isNode, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import { checkInterpolation } from "../config/interpolation/parse.ts";
import { pythonStr } from "../config/python-text.ts";
import type { ResolverContext, ResolverRegistry } from "../config/resolvers/registry.ts";
import { selectNode } from "../config/select.ts";
import { ConfigValueError } from "../errors/config-errors.ts";
import type { RunAccess } from "./run-resolvers.ts";
import { strftime } from "./strftime.ts";

/** `${now:FORMAT}` */
export function timeText(format: unknown, time: Date): string {
  return strftime(time, textOf(format, "%Y-%m-%d_%H-%M-%S"));
}

/** A config's own node, or that of the run it is read in. */
function hydraOf(root: ConfigNode, access: RunAccess): MapNode | undefined {
  const own = root instanceof MapNode ? (root.child("hydra") ?? root.hidden) : undefined;
  return own instanceof MapNode ? own : access.hydra();
}

export function hydraValue(path: unknown, { root }: ResolverContext, access: RunAccess): unknown {
  const hydra = hydraOf(root, access);
  if (hydra === undefined) throw notRunning("hydra");
  return selectNode(hydra, textOf(path, "")) ?? null;
}

/** The version of Node; existing configs ask for Python's under the other name. */
export function nodeVersion(wanted: unknown): string | null {
  const level = textOf(wanted, "minor");
  const size = { major: 1, minor: 2, micro: 3, patch: 3 }[level];
  return size === undefined ? null : process.versions.node.split(".").slice(0, size).join(".");
}

const optionNames = ["kv_sep", "item_sep", "exclude_keys", "element_resolver"];

export function overrideDirname(
  given: unknown,
  context: ResolverContext,
  access: RunAccess,
  registry: ResolverRegistry,
): string {
  const hydra = hydraOf(context.root, access);
  if (hydra === undefined) throw notRunning("hydra_override_dirname");
  const options = optionsOf(given);
  const settings = childAt(hydra, "job", "config", "override_dirname");
  const text = (name: string, fallback: string): string =>
    textOption(name, options.get(name) ?? plainOf(childAt(settings, name)) ?? fallback);
  const exclude = options.get("exclude_keys") ?? plainOf(childAt(settings, "exclude_keys")) ?? [];
  if (!Array.isArray(exclude)) throw badOption("exclude_keys", "a list of keys");
  const excluded = new Set(exclude.map(String));
  const lines = plainOf(childAt(hydra, "overrides", "task"));
  const kept = (Array.isArray(lines) ? lines.map(String) : []).filter((line) => !excluded.has(keyOf(line)));
  kept.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const separator = text("kv_sep", "=");
  const transform = elementResolver(options.get("element_resolver"), registry, context);
  return kept
    .map((line) => transform(resolveText(line.replaceAll("=", separator), context.root)))
    .join(text("item_sep", ","));
}

function optionsOf(given: unknown): Map<string, unknown> {
  if (given === undefined || given === null) return new Map();
  const plain = isNode(given) ? plainOf(given) : given;
  if (!(plain instanceof Map)) throw badOption("the argument", "a mapping of options");
  for (const key of plain.keys()) {
    if (!optionNames.includes(String(key))) throw badOption(String(key), `one of ${optionNames.join(", ")}`);
  }
  return new Map([...plain].map(([key, value]) => [String(key), value]));
}

function textOption(name: string, value: unknown): string {
  if (typeof value !== "string") throw badOption(name, "text");
  return value;
}

/** Key of an override line, without prefix and package. */
function keyOf(line: string): string {
  return (
    line
      .split("=", 1)[0]
      ?.replace(/^(\+\+|\+|~)/, "")
      .split("@", 1)[0] ?? ""
  );
}

function resolveText(text: string, root: ConfigNode): string {
  if (!text.includes("${") || !(root instanceof MapNode)) return text;
  checkInterpolation(text);
  const node = new ScalarNode("interpolation", text);
  node.parent = root;
  return pythonStr(dereference(node));
}

function elementResolver(
  name: unknown,
  registry: ResolverRegistry,
  context: ResolverContext,
): (text: string) => string {
  if (name === undefined || name === null) return (text) => text;
  const resolver = registry.get(textOption("element_resolver", name));
  if (resolver === undefined) throw badOption("element_resolver", "the name of a resolver");
  return (text) => String(resolver.call([text], context));
}

function childAt(node: ConfigNode | undefined, ...path: readonly string[]): ConfigNode | undefined {
  let at = node;
  for (const step of path) at = at instanceof MapNode ? at.child(step) : undefined;
  return at;
}

/** Lists and mappings as arrays and maps, `undefined` for null and `???`. Overrides stay text. */
function plainOf(node: ConfigNode | undefined): unknown {
  if (node instanceof ListNode) return [...node.children()].map(plainOf);
  if (node instanceof MapNode)
    return new Map([...node.children()].map((child) => [child.key, plainOf(child)]));
  if (node === undefined || node.kind === "null" || node.kind === "missing") return undefined;
  return node.value;
}

function textOf(value: unknown, fallback: string): string {
  return value === undefined ? fallback : pythonStr(value);
}

function notRunning(name: string): ConfigValueError {
  return new ConfigValueError("INTERPOLATION_FAILED", `\${${name}:…} has no hydra node to read`, {
    hint: "it works inside a run; compose with returnHydraConfig to read the node yourself",
  });
}

function badOption(name: string, wanted: string): ConfigValueError {
  return new ConfigValueError("INTERPOLATION_FAILED", `hydra_override_dirname: ${name} must be ${wanted}`);
}
