import { KeyValidationError, YamlError } from "../../errors/config-errors.ts";
import type { Source } from "../../text/source.ts";
import type { Key } from "../keys.ts";
import { type ConfigNode, type ContainerNode, formatKey, ListNode, MapNode, ScalarNode } from "../node.ts";
import type { Origin } from "../origin.ts";
import { Float } from "../scalar.ts";
import { copyPlainTree } from "./copy-tree.ts";
import { Frame, Frames } from "./frames.ts";
import type { NodeProperties, ScalarStyle, YamlHandler } from "./handler.ts";
import { limitHint, type YamlLimits } from "./limits.ts";
import { resolvePlainScalar } from "./plain-scalars.ts";
import { locateInYaml } from "./positions.ts";
import { isMergeMarker, ScalarReader } from "./scalar-reader.ts";
import { SyntaxRules } from "./syntax-rules.ts";
import { readTaggedCollection } from "./tagged-collection.ts";

export interface BuilderOptions {
  readonly source: Source;
  readonly origin: Origin;
  readonly limits: YamlLimits;
  /** Whether the grammar of `${...}` is checked. */
  readonly checkInterpolations: boolean;
}

/** Marks an anchor whose node is not finished: an alias to it would be recursive. */
const unfinished = Symbol("unfinished");

/** Makes config nodes of the content of one document, by the rules of YAML 1.1 and OmegaConf. */
export class TreeBuilder implements YamlHandler {
  #root: ConfigNode | undefined = undefined;
  readonly #origin: Origin;
  readonly #limits: YamlLimits;
  readonly #frames: Frames;
  readonly #scalars: ScalarReader;
  readonly #rules: SyntaxRules;
  readonly #anchors = new Map<string, ConfigNode | typeof unfinished>();
  #aliasNodes = 0;

  constructor({ source, origin, limits, checkInterpolations }: BuilderOptions) {
    this.#origin = origin;
    this.#limits = limits;
    this.#frames = new Frames(source);
    this.#scalars = new ScalarReader(this.#frames, origin, checkInterpolations);
    this.#rules = new SyntaxRules(this.#frames);
  }

  startMap(start: number, properties: NodeProperties | undefined): void {
    this.#open(new MapNode(), start, properties);
  }

  startList(start: number, properties: NodeProperties | undefined): void {
    this.#open(new ListNode(), start, properties);
  }

  end(end: number): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    if (frame.merges !== undefined && frame.node instanceof MapNode) applyMerges(frame.node, frame.merges);
    const node =
      frame.tag === undefined
        ? frame.node
        : readTaggedCollection(frame, frame.tag, end, this.#frames, this.#scalars);
    if (frame.anchor !== undefined) this.#anchors.set(frame.anchor, node);
    this.#add(node, frame.start, end);
  }

  scalar(
    written: string,
    style: ScalarStyle,
    start: number,
    end: number,
    properties: NodeProperties | undefined,
  ): void {
    const text = this.#rules.scalar(written, style, start, end);
    const tag = properties?.tag === "!" ? undefined : properties?.tag;
    const plain = style === "plain" || properties?.tag === "!";
    const top = this.#frames.top;
    if (properties === undefined && top !== undefined && this.#frames.atKey) {
      // Nearly all keys are text: they need no node.
      if (!plain || resolvePlainScalar(text) === undefined) return this.#setKey(top, text, start, end);
    }
    const node =
      tag === undefined
        ? this.#scalars.untagged(text, plain, start, end)
        : this.#scalars.tagged(tag, text, start, end);
    if (properties?.anchor !== undefined && !isMergeMarker(node)) {
      this.#declare(properties.anchor, node, start, end);
    }
    this.#add(node, start, end);
  }

  alias(name: string, start: number, end: number): void {
    this.#rules.alias(name, start, end);
    const target = this.#anchors.get(name);
    if (target === undefined) {
      const summary = `Alias '*${name}' has no anchor '&${name}' before it`;
      this.#frames.fail("YAML_SYNTAX", summary, start, end, "to write the text itself, put it in quotes");
    }
    if (target === unfinished) {
      const summary = `Alias '*${name}' stands inside the value that it repeats`;
      this.#frames.fail("YAML_UNSUPPORTED", summary, start, end);
    }
    this.#add(this.#copy(target, start, end), start, end);
  }

  /** To be called behind the last node. */
  finish(): ConfigNode | undefined {
    this.#rules.finish();
    return this.#root;
  }

  #open(node: ContainerNode, start: number, properties: NodeProperties | undefined): void {
    const { maxDepth } = this.#limits;
    node.origin = this.#origin;
    this.#rules.collection(start);
    if (this.#frames.depth >= maxDepth) {
      this.#frames.fail(
        "YAML_LIMIT",
        `More than ${maxDepth} levels of nesting`,
        start,
        start + 1,
        limitHint("maxDepth"),
      );
    }
    if (this.#frames.atKey) this.#failAtKey(node, start, start + 1);
    if (properties?.anchor !== undefined) this.#declare(properties.anchor, unfinished, start, start + 1);
    this.#frames.push(new Frame(node, start, properties));
  }

  #declare(name: string, node: ConfigNode | typeof unfinished, start: number, end: number): void {
    this.#rules.name(name, "anchor", start, end);
    if (this.#anchors.has(name)) {
      this.#frames.fail("YAML_SYNTAX", `Anchor '&${name}' stands twice`, start, end);
    }
    this.#anchors.set(name, node);
  }

  /** Puts a finished node where it belongs: as root, item, key or value. */
  #add(node: ConfigNode, start: number, end: number): void {
    const top = this.#frames.top;
    if (top === undefined) {
      this.#root = node;
    } else if (top.node instanceof ListNode) {
      top.node.push(node);
    } else if (top.merging) {
      top.merging = false;
      this.#collectMerge(top, node, start, end);
    } else if (top.key === undefined) {
      this.#addKey(top, node, start, end);
    } else {
      top.node.appendChild(top.key, node);
      top.key = undefined;
    }
  }

  #addKey(top: Frame, node: ConfigNode, start: number, end: number): void {
    if (!(node instanceof ScalarNode)) this.#failAtKey(node, start, end);
    if (isMergeMarker(node)) {
      top.merging = true;
      return;
    }
    if (node.kind === "null") {
      throw new KeyValidationError("KEY_TYPE", "null cannot be a key", {
        key: this.#frames.path(),
        span: this.#frames.span(start, end),
        hint: "quote it to have the text 'null', or remove the ':' or '?'",
      });
    }
    const { kind, value } = node;
    const key = kind === "float" && Number.isInteger(value) ? new Float(Number(value)) : value;
    this.#setKey(top, key as Key, start, end);
  }

  #setKey(top: Frame, key: Key, start: number, end: number): void {
    if ((top.node as MapNode).child(key) !== undefined) this.#failAtRepeatedKey(key, start, end);
    top.key = key;
  }

  #collectMerge(top: Frame, node: ConfigNode, start: number, end: number): void {
    const sources = node instanceof ListNode ? [...node.children()].reverse() : [node];
    for (const source of sources) {
      if (!(source instanceof MapNode)) {
        const summary = "A merge key takes a mapping or a list of mappings";
        this.#frames.fail("YAML_UNSUPPORTED", summary, start, end, "to have '<<' as a key, put it in quotes");
      }
      (top.merges ??= []).push(source);
    }
  }

  /** Each use of an alias is a value of its own (O-YML-011); what they add is limited (O-YML-016). */
  #copy(node: ConfigNode, start: number, end: number): ConfigNode {
    const { maxAliasNodes, maxDepth } = this.#limits;
    const copied = copyPlainTree(node, maxAliasNodes - this.#aliasNodes, maxDepth - this.#frames.depth);
    if (copied === "nodes") {
      const summary = `Aliases repeat more than ${maxAliasNodes} values`;
      this.#frames.fail("YAML_LIMIT", summary, start, end, limitHint("maxAliasNodes"));
    }
    if (copied === "depth") {
      const summary = `More than ${maxDepth} levels of nesting`;
      this.#frames.fail("YAML_LIMIT", summary, start, end, limitHint("maxDepth"));
    }
    this.#aliasNodes += copied.count;
    const copy = copied.node;
    // A repeated key may be text that means something in a value.
    const text = copy instanceof ScalarNode && copy.kind === "str" ? copy.value : undefined;
    return typeof text === "string" ? this.#scalars.text(text, start, end) : copy;
  }

  #failAtKey(node: ConfigNode, start: number, end: number): never {
    const what = node instanceof MapNode ? "mapping" : "list";
    return this.#frames.fail("YAML_UNSUPPORTED", `A ${what} cannot be a key`, start, end);
  }

  #failAtRepeatedKey(key: Key, start: number, end: number): never {
    const name = formatKey(key);
    const first = locateInYaml(this.#frames.source, [...this.#frames.keys(), name], "key");
    throw new YamlError("YAML_DUPLICATE_KEY", `Key '${name}' stands twice in one mapping`, {
      key: this.#frames.path(),
      span: this.#frames.span(start, end),
      related: first === undefined ? undefined : { label: "first set here", span: first },
      hint: "remove one of them, or rename it",
    });
  }
}

/** Merged entries come first, and own entries replace them in their place (O-YML-012). */
function applyMerges(node: MapNode, merges: readonly MapNode[]): void {
  const own = [...node.children()];
  node.clear();
  for (const source of merges) {
    for (const child of source.children()) node.setChild(child.key as Key, child);
  }
  for (const child of own) node.setChild(child.key as Key, child);
}
