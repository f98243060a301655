import { copyNode } from "../config/copy.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, isContainer, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import { scalarText } from "../config/scalar.ts";

/** Stands where a secret was. The override language cannot read it: a record with it is never run by mistake. */
export const redacted = "<redacted>";

/** Shorter values are found in words that have nothing to do with them. */
const shortestValue = 4;

type Pattern = readonly string[];

/**
 * What `hydra.job.secrets` says is secret in one config: keys, and all below them. `*` stands for anything within a name, `**` for any
 * names. What leaves the process as a record, a log or a listing goes through here; tasks and callbacks get values as they are.
 */
export class Secrets {
  readonly #patterns: readonly Pattern[];
  readonly #root: MapNode;
  #values: readonly string[] | undefined;

  private constructor(patterns: readonly Pattern[], root: MapNode) {
    this.#patterns = patterns;
    this.#root = root;
  }

  /** Those of a config with its hydra node. */
  static of(config: ConfigNode | undefined): Secrets {
    if (!(config instanceof MapNode)) return Secrets.none;
    const listed = secretsNode(config);
    if (listed === undefined) return Secrets.none;
    const known = cache.get(config);
    if (known !== undefined) return known;
    const patterns = textsOf(listed).map((pattern) => pattern.split("."));
    const secrets = patterns.length === 0 ? Secrets.none : new Secrets(patterns, config);
    cache.set(config, secrets);
    return secrets;
  }

  /** Nothing is secret. */
  static readonly none: Secrets = new Secrets([], new MapNode());

  get isEmpty(): boolean {
    return this.#patterns.length === 0;
  }

  /** Whether a key, such as `db.password`, is secret or below one that is. */
  covers(key: string): boolean {
    return this.#coversPath(key.split("."));
  }

  /** An override without the secrets in it: `db.password=<redacted>`. */
  override(text: string): string {
    if (this.isEmpty) return text;
    const [, prefix = "", key = "", value] = /^(\+\+|[+~])?([^=]*)(?:=([\s\S]*))?$/.exec(text) ?? [];
    if (value === undefined) return this.text(text);
    const isSecret = key.split("@").some((part) => this.covers(part));
    if (isSecret ? !isInterpolation(value) : this.#holdsSecretKey(key, value))
      return `${prefix}${key}=${redacted}`;
    return this.text(text);
  }

  overrides(texts: readonly string[]): string[] {
    return this.isEmpty ? [...texts] : texts.map((text) => this.override(text));
  }

  /** A text without the values of secrets. */
  text(text: string): string {
    if (this.isEmpty) return text;
    let left = text;
    for (const value of this.#secretValues()) {
      left = left.replaceAll(value, redacted);
      const inJson = JSON.stringify(value).slice(1, -1);
      if (inJson !== value) left = left.replaceAll(inJson, redacted);
    }
    return left;
  }

  /** Plain data without the values of secrets. */
  data<Data>(data: Data): Data {
    return this.isEmpty ? data : (this.#data(data, 0) as Data);
  }

  /**
   * A config without secrets: a copy, unless there are none. Interpolations stay: they name a secret and do not hold it.
   *
   * @param prefix - the key of the config, when it is a part of the whole one
   */
  config<Node extends ConfigNode>(
    config: Node,
    { everything = false, prefix = [] }: RedactOptions = {},
  ): Node {
    if (this.isEmpty) return config;
    const copy = copyNode(config);
    copy.parent = config.parent;
    copy.key = config.key;
    if (copy instanceof MapNode && config instanceof MapNode) {
      copy.context = config.context;
      copy.hidden = config.hidden;
    }
    this.#redact(copy, [...prefix], everything);
    return copy;
  }

  #redact(node: ConfigNode, path: readonly string[], everything: boolean): void {
    if (!isContainer(node)) return;
    const isOverrides = path.length === 3 && path[0] === "hydra" && path[1] === "overrides";
    const entries = [...node.children()];
    for (const [index, child] of entries.entries()) {
      const childPath = [...path, String(child.key ?? index)];
      if (this.#coversPath(childPath)) {
        if (child.kind === "null" || child.kind === "missing") continue;
        if (child.kind === "interpolation" && !everything) continue;
        replace(node, child, index, redacted);
      } else if (child instanceof ScalarNode) {
        if (typeof child.value !== "string" || child.kind === "missing") continue;
        const clean =
          isOverrides || childPath.join(".") === "hydra.job.override_dirname"
            ? this.override(child.value)
            : this.text(child.value);
        if (clean !== child.value) replace(node, child, index, clean);
      } else this.#redact(child, childPath, everything);
    }
  }

  #data(data: unknown, depth: number): unknown {
    if (typeof data === "string") return this.text(data);
    if (typeof data !== "object" || data === null || depth > 50) return data;
    if (Array.isArray(data)) return data.map((item) => this.#data(item, depth + 1));
    if (Object.getPrototypeOf(data) !== Object.prototype) return data;
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, this.#data(item, depth + 1)]));
  }

  #coversPath(path: readonly string[]): boolean {
    return this.#patterns.some((pattern) => matchesStart(pattern, path));
  }

  /** `db={password: x}`: a mapping with a name in it that a pattern below this key ends with. */
  #holdsSecretKey(key: string, value: string): boolean {
    if (!/[{[]/.test(value)) return false;
    const path = key.split(".");
    const names = [...value.matchAll(/([^\s{}[\],:'"]+)\s*:/g)].map(([, name = ""]) => name);
    return this.#patterns.some(
      (pattern) =>
        leadsTo(pattern, path) &&
        names.some((name) => pattern.some((word) => word !== "**" && isLike(word, name))),
    );
  }

  /** Longest first: one may be part of another. */
  #secretValues(): readonly string[] {
    if (this.#values === undefined) {
      const values = new Set<string>();
      this.#collect(this.#root, [], false, values);
      if (this.#root.hidden !== undefined) this.#collect(this.#root.hidden, ["hydra"], false, values);
      this.#values = [...values].sort((a, b) => b.length - a.length);
    }
    return this.#values;
  }

  #collect(node: ConfigNode, path: readonly string[], isSecret: boolean, values: Set<string>): void {
    if (isContainer(node)) {
      for (const [index, child] of [...node.children()].entries()) {
        const childPath = [...path, String(child.key ?? index)];
        this.#collect(child, childPath, isSecret || this.#coversPath(childPath), values);
      }
    } else if (isSecret && node.kind !== "null" && node.kind !== "missing") {
      const value = resolvedText(node);
      for (const text of value === undefined ? [] : [value, ...value.split(/\r?\n/)])
        if (text.length >= shortestValue) values.add(text);
    }
  }
}

export interface RedactOptions {
  /** Whether interpolations go as well. */
  readonly everything?: boolean;
  readonly prefix?: readonly string[];
}

const cache = new WeakMap<MapNode, Secrets>();

/** The texts in which a secret was, of which a value is needed again. */
export function isRedacted(text: string): boolean {
  return text.includes(redacted);
}

/** The key that an override is about, without its prefix. */
export function keyOfOverride(text: string): string {
  return text.replace(/^(?:\+\+|[+~])/, "").split("=", 1)[0] ?? "";
}

function secretsNode(config: MapNode): ConfigNode | undefined {
  const hydra = config.child("hydra") ?? config.hidden;
  const job = hydra instanceof MapNode ? hydra.child("job") : undefined;
  return job instanceof MapNode ? job.child("secrets") : undefined;
}

function textsOf(node: ConfigNode): string[] {
  const list = dereference(node);
  if (!(list instanceof ListNode)) return [];
  return [...list.children()]
    .map(resolvedText)
    .filter((text) => text !== undefined && text !== "") as string[];
}

function resolvedText(node: ConfigNode): string | undefined {
  try {
    const target = dereference(node);
    if (isContainer(target) || target.kind === "null" || target.kind === "missing") return undefined;
    return scalarText(target.value);
  } catch {
    return undefined;
  }
}

function replace(parent: ConfigNode, child: ConfigNode, index: number, text: string): void {
  const scalar = new ScalarNode("str", text);
  if (parent instanceof MapNode && child.key !== undefined) parent.setChild(child.key, scalar);
  else if (parent instanceof ListNode) parent.setChild(index, scalar);
}

/** Whether a pattern matches a path or the start of it: all below a secret is secret. */
function matchesStart(pattern: Pattern, path: readonly string[]): boolean {
  const [word, ...rest] = pattern;
  if (word === undefined) return true;
  if (word === "**") return path.some((_, at) => matchesStart(rest, path.slice(at)));
  const [name, ...below] = path;
  return name !== undefined && isLike(word, name) && matchesStart(rest, below);
}

/** Whether a pattern may match something below a path. */
function leadsTo(pattern: Pattern, path: readonly string[]): boolean {
  const [word, ...rest] = pattern;
  const [name, ...below] = path;
  if (name === undefined) return word !== undefined;
  if (word === undefined) return false;
  return word === "**" || (isLike(word, name) && leadsTo(rest, below));
}

function isLike(word: string, name: string): boolean {
  if (!word.includes("*")) return word === name;
  const pieces = word.split("*").map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join(".*")}$`, "s").test(name);
}

function isInterpolation(value: string): boolean {
  return /^(['"]?)\$\{[^{}]*\}\1$/.test(value.trim());
}
