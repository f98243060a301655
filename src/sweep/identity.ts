import { Secrets } from "../compose/secrets.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import type { Key } from "../config/keys.ts";
import {
  type ConfigNode,
  type ContainerNode,
  isContainer,
  ListNode,
  type MapNode,
  type ScalarNode,
} from "../config/node.ts";
import { formatFloat } from "../config/python-text.ts";
import { EnumMember, Float, PathValue, scalarText } from "../config/scalar.ts";

/**
 * What makes two jobs the same: a hash of the resolved task config (design D7). Two configs have one identity exactly when their
 * canonical forms are equal; the order of keys, the hydra node and the way a value was written do not count.
 *
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function configIdentity(config: MapNode): string {
  // A hash over a weak password would give it away, and one that changes makes no other job.
  const shown = Secrets.of(config).config(config, { everything: true });
  const task = [...shown.children()].filter(({ key }) => key !== "hydra");
  // Taken when needed: most programs never hash a config, and node:crypto costs 2 ms of their start (D13).
  const { createHash } = process.getBuiltinModule("node:crypto");
  return `sha256:${createHash("sha256").update(canonicalMap(task, new Set())).digest("hex")}`;
}

/**
 * The canonical form, of a config or a part of it: JSON without blanks, keys sorted, interpolations resolved. What JSON cannot say
 * is said by bare words and prefixes: floats always show a point or exponent (`1.0`, `inf`, `nan`), `???` is a missing value,
 * `bytes"…"` (base64), `path"…"` and `enum"NAME"` stand for those kinds, and `failed"${…}"` for an interpolation that cannot be
 * resolved.
 */
export function canonicalForm(node: ConfigNode): string {
  return canonical(node, new Set());
}

function canonical(node: ConfigNode, open: Set<ConfigNode>): string {
  const target = resolved(node);
  if (target === undefined || open.has(target)) return `failed${JSON.stringify(textOf(node))}`;
  if (!isContainer(target)) return canonicalScalar(target);
  return formOfTemplate(target.template) ?? canonicalContainer(target, open);
}

function canonicalContainer(target: ContainerNode, open: Set<ConfigNode>): string {
  open.add(target);
  const form =
    target instanceof ListNode
      ? `[${Array.from(target.children(), (item) => canonical(item, open)).join(",")}]`
      : canonicalMap([...target.children()], open);
  open.delete(target);
  return form;
}

/** Forms of what many configs have in common: all that no job of a sweep touched is the same in each of them. */
const forms = new WeakMap<ContainerNode, string | false>();

function formOfTemplate(template: ContainerNode | undefined): string | undefined {
  if (template === undefined) return undefined;
  let form = forms.get(template);
  if (form === undefined) {
    form = holdsInterpolation(template) ? false : canonicalContainer(template, new Set());
    forms.set(template, form);
  }
  return form === false ? undefined : form;
}

/** What an interpolation gives depends on the config around it. */
function holdsInterpolation(root: ContainerNode): boolean {
  const open: ContainerNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children()) {
      if (child.kind === "interpolation") return true;
      if (isContainer(child)) open.push(child);
    }
  }
  return false;
}

function canonicalMap(children: readonly ConfigNode[], open: Set<ConfigNode>): string {
  const entries = children.map((child): readonly [string, string] => [
    canonicalValue(child.key),
    canonical(child, open),
  ]);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${key}:${value}`).join(",")}}`;
}

function resolved(node: ConfigNode): ConfigNode | undefined {
  try {
    return dereference(node);
  } catch {
    return undefined;
  }
}

function textOf(node: ConfigNode): string {
  return isContainer(node) ? "" : scalarText(node.value);
}

function canonicalScalar({ kind, value }: ScalarNode): string {
  if (kind === "missing") return "???";
  return kind === "float" ? formatFloat(Number(value)) : canonicalValue(value);
}

function canonicalValue(value: Key | ScalarNode["value"] | undefined): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Float) return formatFloat(value.value);
  if (value instanceof Uint8Array) return `bytes"${Buffer.from(value).toString("base64")}"`;
  if (value instanceof PathValue) return `path${JSON.stringify(value.text)}`;
  if (value instanceof EnumMember) return `enum${JSON.stringify(value.name)}`;
  return scalarText(value);
}
