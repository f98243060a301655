import {
  GrammarParseError,
  KeyValidationError,
  UnsupportedValueType,
  YamlError,
} from "../../errors/config-errors.ts";
import type { ErrorCode } from "../../errors/codes.ts";
import type { Source, Span } from "../../text/source.ts";
import { checkInterpolation } from "../interpolation/parse.ts";
import type { Key } from "../keys.ts";
import { type ConfigNode, type ContainerNode, formatKey, ListNode, MapNode, ScalarNode } from "../node.ts";
import type { Origin } from "../origin.ts";
import { Float, MISSING, PathValue } from "../scalar.ts";
import { copyPlainTree } from "./copy-tree.ts";
import type { NodeProperties, ScalarStyle, YamlHandler } from "./handler.ts";
import type { YamlLimits } from "./limits.ts";
import { resolvePlainScalar } from "./plain-scalars.ts";
import {
  isPathTag,
  isUnsupportedKind,
  readTaggedScalar,
  shortTag,
  unknownTag,
  yamlTagPrefix,
} from "./tags.ts";

export interface BuilderOptions {
  readonly source: Source;
  readonly origin: Origin;
  readonly limits: YamlLimits;
  /** Whether the grammar of `${...}` is checked. */
  readonly checkInterpolations: boolean;
}

/** A map or list that is not finished. */
class Frame {
  readonly node: ContainerNode;
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
  readonly start: number;
  /** The key whose value comes next; only maps. */
  key: Key | undefined = undefined;
  keyStart = 0;
  /** The value that comes next is that of a merge key. */
  merging = false;
  /** What merge keys bring in, in order of rising priority. */
  merges: MapNode[] | undefined = undefined;

  constructor(node: ContainerNode, start: number, properties: NodeProperties | undefined) {
    this.node = node;
    this.start = start;
    this.tag = properties?.tag === "!" ? undefined : properties?.tag;
    this.anchor = properties?.anchor;
  }
}

/** Marks an anchor whose node is not finished: an alias to it would be recursive. */
const unfinished = Symbol("unfinished");

/** Makes config nodes of the events of one document, by the rules of YAML 1.1 and OmegaConf. */
export class TreeBuilder implements YamlHandler {
  root: ConfigNode | undefined = undefined;
  readonly #options: BuilderOptions;
  readonly #stack: Frame[] = [];
  #top: Frame | undefined = undefined;
  readonly #anchors = new Map<string, ConfigNode | typeof unfinished>();
  #aliasNodes = 0;

  constructor(options: BuilderOptions) {
    this.#options = options;
  }

  startMap(start: number, properties: NodeProperties | undefined): void {
    this.#open(new MapNode(), start, properties);
  }

  startList(start: number, properties: NodeProperties | undefined): void {
    this.#open(new ListNode(), start, properties);
  }

  end(end: number): void {
    const frame = this.#stack.pop();
    if (frame === undefined) return;
    this.#top = this.#stack.at(-1);
    if (frame.merges !== undefined) this.#applyMerges(frame);
    const node = frame.tag === undefined ? frame.node : this.#tagged(frame, frame.tag, end);
    if (frame.anchor !== undefined) this.#anchors.set(frame.anchor, node);
    this.#add(node, frame.start, end);
  }

  scalar(
    text: string,
    style: ScalarStyle,
    start: number,
    end: number,
    properties: NodeProperties | undefined,
  ): void {
    const top = this.#top;
    const plain = style === "plain" || properties?.tag === "!";
    if (
      properties === undefined &&
      top !== undefined &&
      top.key === undefined &&
      !top.merging &&
      top.node instanceof MapNode
    ) {
      const found = plain ? resolvePlainScalar(text) : undefined;
      if (found === undefined) return this.#setKey(top, text, start, end);
    }
    const node = this.#scalarNode(text, plain, start, end, properties);
    if (properties?.anchor !== undefined) {
      this.#declare(properties.anchor, node, start, end);
    }
    this.#add(node, start, end);
  }

  alias(name: string, start: number, end: number): void {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#fail("YAML_SYNTAX", `Alias '*${name}' has no anchor '&${name}' before it`, start, end);
    }
    if (target === unfinished) {
      this.#fail("YAML_UNSUPPORTED", `Alias '*${name}' stands inside the value that it repeats`, start, end);
    }
    this.#add(this.#copy(target, start, end), start, end);
  }

  #open(node: ContainerNode, start: number, properties: NodeProperties | undefined): void {
    node.origin = this.#options.origin;
    if (this.#stack.length >= this.#options.limits.maxDepth) {
      this.#fail(
        "YAML_LIMIT",
        `More than ${this.#options.limits.maxDepth} levels of nesting`,
        start,
        start + 1,
      );
    }
    if (properties?.anchor !== undefined) this.#declare(properties.anchor, unfinished, start, start + 1);
    const top = this.#top;
    if (top !== undefined && top.key === undefined && !top.merging && top.node instanceof MapNode) {
      const what = node instanceof MapNode ? "mapping" : "list";
      this.#fail("YAML_UNSUPPORTED", `A ${what} cannot be a key`, start, start + 1);
    }
    this.#top = new Frame(node, start, properties);
    this.#stack.push(this.#top);
  }

  #declare(name: string, node: ConfigNode | typeof unfinished, start: number, end: number): void {
    if (this.#anchors.has(name)) this.#fail("YAML_SYNTAX", `Anchor '&${name}' stands twice`, start, end);
    this.#anchors.set(name, node);
  }

  /** Puts a finished node where it belongs: as root, item, key or value. */
  #add(node: ConfigNode, start: number, end: number): void {
    const top = this.#top;
    if (top === undefined) {
      this.root = node;
    } else if (top.node instanceof ListNode) {
      top.node.push(node);
    } else if (top.merging) {
      top.merging = false;
      this.#collectMerge(top, node, start, end);
    } else if (top.key === undefined) {
      this.#setKeyNode(top, node, start, end);
    } else {
      top.node.setChild(top.key, node);
      top.key = undefined;
    }
  }

  #setKeyNode(top: Frame, node: ConfigNode, start: number, end: number): void {
    if (!(node instanceof ScalarNode)) {
      const what = node instanceof MapNode ? "mapping" : "list";
      this.#fail("YAML_UNSUPPORTED", `A ${what} cannot be a key`, start, end);
    }
    if (isMergeMarker(node)) {
      top.merging = true;
      return;
    }
    if (node.kind === "null") {
      throw new KeyValidationError("KEY_TYPE", "null cannot be a key", {
        key: this.#path(),
        span: this.#span(start, end),
        hint: "quote it to have the text 'null', or remove the ':' or '?'",
      });
    }
    const value = node.value;
    const key = node.kind === "float" && Number.isInteger(value) ? new Float(Number(value)) : value;
    this.#setKey(top, key as Key, start, end);
  }

  #setKey(top: Frame, key: Key, start: number, end: number): void {
    if ((top.node as MapNode).child(key) !== undefined) {
      this.#fail("YAML_DUPLICATE_KEY", `Key '${formatKey(key)}' stands twice in one mapping`, start, end);
    }
    top.key = key;
    top.keyStart = start;
  }

  #collectMerge(top: Frame, node: ConfigNode, start: number, end: number): void {
    const sources = node instanceof ListNode ? [...node.children()].reverse() : [node];
    for (const source of sources) {
      if (!(source instanceof MapNode)) {
        this.#fail("YAML_UNSUPPORTED", "A merge key takes a mapping or a list of mappings", start, end);
      }
      (top.merges ??= []).push(source);
    }
  }

  /** Merged entries come first, and own entries replace them in their place (O-YML-012). */
  #applyMerges({ node, merges }: Frame): void {
    if (!(node instanceof MapNode)) return;
    const own = [...node.children()];
    node.clear();
    for (const source of merges ?? []) {
      for (const child of [...source.children()]) node.setChild(child.key as Key, child);
    }
    for (const child of own) node.setChild(child.key as Key, child);
  }

  #scalarNode(
    text: string,
    plain: boolean,
    start: number,
    end: number,
    properties: NodeProperties | undefined,
  ): ScalarNode {
    const tag = properties?.tag;
    if (tag !== undefined && tag !== "!") return this.#taggedScalar(tag, text, start, end);
    const found = plain ? resolvePlainScalar(text) : undefined;
    if (found === undefined) return this.#textNode(text, start, end);
    if (found.kind === "merge" || found.kind === "value") return this.#special(text, found.kind, start, end);
    return this.#node(found.kind, found.value);
  }

  /** `<<` and `=` mean something as keys only (O-YML-014). */
  #special(text: string, kind: "merge" | "value", start: number, end: number): ScalarNode {
    if (!this.#atKey()) {
      this.#fail(
        "YAML_UNSUPPORTED",
        `A plain '${text}' cannot be a value`,
        start,
        end,
        `write '${text}' in quotes`,
      );
    }
    return kind === "merge" ? mergeMarker() : this.#node("str", text);
  }

  #taggedScalar(tag: string, text: string, start: number, end: number): ScalarNode {
    if (isUnsupportedKind(tag)) this.#failUnsupported(tag, start, end);
    const read = readTaggedScalar(tag, text);
    if (typeof read === "string") this.#fail("YAML_UNSUPPORTED", read, start, end);
    if (read.kind === "merge") return this.#special(text, "merge", start, end);
    return read.kind === "str" ? this.#textNode(text, start, end) : this.#node(read.kind, read.value);
  }

  #textNode(text: string, start: number, end: number): ScalarNode {
    if (this.#atKey()) return this.#node("str", text);
    if (text === MISSING) return this.#node("missing", text);
    if (!text.includes("${")) return this.#node("str", text);
    if (this.#options.checkInterpolations) this.#checkInterpolation(text, start, end);
    return this.#node("interpolation", text);
  }

  #checkInterpolation(text: string, start: number, end: number): void {
    try {
      checkInterpolation(text);
    } catch (error) {
      if (!(error instanceof GrammarParseError)) throw error;
      const { code, summary, hint, cause } = error;
      throw new GrammarParseError(code, summary, {
        hint,
        cause,
        key: this.#path(),
        span: this.#span(start, end),
        value: text,
      });
    }
  }

  #node(kind: ScalarNode["kind"], value: ScalarNode["value"]): ScalarNode {
    const node = new ScalarNode(kind, value);
    node.origin = this.#options.origin;
    return node;
  }

  #tagged(frame: Frame, tag: string, end: number): ConfigNode {
    const { node, start } = frame;
    const shape = node instanceof ListNode ? "seq" : "map";
    if (tag === yamlTagPrefix + shape) return node;
    if (isUnsupportedKind(tag)) this.#failUnsupported(tag, start, end);
    if (node instanceof ListNode && isPathTag(tag)) return this.#path_(node, start, end);
    if (tag === `${yamlTagPrefix}omap` || tag === `${yamlTagPrefix}pairs`)
      return this.#pairs(node, tag, start, end);
    return this.#fail("YAML_UNSUPPORTED", wrongTag(tag, shape), start, start + 1);
  }

  #path_(list: ListNode, start: number, end: number): ScalarNode {
    const parts = [...list.children()].map((part) => (part instanceof ScalarNode ? part.value : undefined));
    if (!parts.every((part) => typeof part === "string")) {
      this.#fail("YAML_UNSUPPORTED", "The parts of a path are texts", start, end);
    }
    const joined = parts.reduce(
      (path, part) => (part.startsWith("/") || path === "" ? part : `${path}/${part}`.replace("//", "/")),
      "",
    );
    return this.#node("path", new PathValue(joined === "" ? "." : joined));
  }

  #pairs(node: ContainerNode, tag: string, start: number, end: number): ListNode {
    const result = new ListNode();
    result.origin = this.#options.origin;
    for (const item of node instanceof ListNode ? [...node.children()] : [undefined]) {
      const [only] = item instanceof MapNode && item.size === 1 ? item.children() : [];
      if (only === undefined) {
        this.#fail(
          "YAML_UNSUPPORTED",
          `Tag ${shortTag(tag)} needs a list of single-key mappings`,
          start,
          end,
        );
      }
      const pair = new ListNode();
      pair.origin = this.#options.origin;
      pair.push(this.#keyAsValue(only.key as Key, start, end));
      pair.push(only);
      result.push(pair);
    }
    return result;
  }

  #keyAsValue(key: Key, start: number, end: number): ScalarNode {
    if (typeof key === "string") return this.#textNode(key, start, end);
    if (typeof key === "boolean") return this.#node("bool", key);
    if (key instanceof Float) return this.#node("float", key.value);
    if (typeof key === "number") return this.#node(Number.isInteger(key) ? "int" : "float", key);
    return this.#node(typeof key === "bigint" ? "int" : "bytes", key);
  }

  #copy(node: ConfigNode, start: number, end: number): ConfigNode {
    const { maxAliasNodes, maxDepth } = this.#options.limits;
    const copied = copyPlainTree(node, maxAliasNodes - this.#aliasNodes, maxDepth - this.#stack.length);
    if (typeof copied === "string") {
      const summary =
        copied === "nodes"
          ? `Aliases repeat more than ${maxAliasNodes} values`
          : `More than ${maxDepth} levels of nesting`;
      this.#fail("YAML_LIMIT", summary, start, end);
    }
    this.#aliasNodes += copied.count;
    return copied.node;
  }

  #atKey(): boolean {
    const top = this.#top;
    return top !== undefined && top.node instanceof MapNode && top.key === undefined && !top.merging;
  }

  /** Full key of the value that is being read. */
  #path(): string {
    let path = "";
    for (const { node, key } of this.#stack) {
      if (node instanceof ListNode) path += `[${node.size}]`;
      else if (key !== undefined) path += path === "" ? formatKey(key) : `.${formatKey(key)}`;
    }
    return path;
  }

  #span(start: number, end: number): Span {
    return { source: this.#options.source, start, end };
  }

  #failUnsupported(tag: string, start: number, end: number): never {
    throw new UnsupportedValueType("YAML_UNSUPPORTED", `A config cannot hold a ${shortTag(tag)}`, {
      key: this.#path(),
      span: this.#span(start, end),
    });
  }

  #fail(code: ErrorCode, summary: string, start: number, end: number, hint?: string): never {
    throw new YamlError(code, summary, { span: this.#span(start, end), key: this.#path(), hint });
  }
}

function wrongTag(tag: string, shape: "seq" | "map"): string {
  const read = readTaggedScalar(tag, "");
  if (typeof read === "string" && read === unknownTag(tag)) return read;
  return `Tag ${shortTag(tag)} does not fit a ${shape === "seq" ? "list" : "mapping"}`;
}

const mergeValue = Object.freeze({ merge: true });

/** Stands for `<<` between reading a key and using it; never part of a tree. */
function mergeMarker(): ScalarNode {
  return new ScalarNode("object", mergeValue);
}

function isMergeMarker(node: ScalarNode): boolean {
  return node.value === mergeValue;
}
