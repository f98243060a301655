import type { ErrorCode } from "../../errors/codes.ts";
import { UnsupportedValueType, YamlError } from "../../errors/config-errors.ts";
import type { Source, Span } from "../../text/source.ts";
import type { Key } from "../keys.ts";
import { type ContainerNode, formatKey, ListNode, MapNode } from "../node.ts";
import type { NodeProperties } from "./handler.ts";
import { shortTag } from "./tags.ts";

/** A map or list that is not finished. */
export class Frame {
  readonly node: ContainerNode;
  readonly start: number;
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
  /** The key whose value comes next; only maps. */
  key: Key | undefined = undefined;
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

/** The unfinished collections, outermost first. They know where in the tree and in the text the reader is. */
export class Frames {
  readonly source: Source;
  readonly #stack: Frame[] = [];
  top: Frame | undefined = undefined;

  constructor(source: Source) {
    this.source = source;
  }

  get depth(): number {
    return this.#stack.length;
  }
  push(frame: Frame): void {
    this.#stack.push(frame);
    this.top = frame;
  }
  pop(): Frame | undefined {
    const frame = this.#stack.pop();
    this.top = this.#stack.at(-1);
    return frame;
  }

  /** Whether the next node is a key. */
  get atKey(): boolean {
    const top = this.top;
    return top !== undefined && top.key === undefined && !top.merging && top.node instanceof MapNode;
  }

  /** Keys of the value that is being read, from the root. */
  keys(): (string | number)[] {
    const keys: (string | number)[] = [];
    for (const { node, key } of this.#stack) {
      if (node instanceof ListNode) keys.push(node.size);
      else if (key !== undefined) keys.push(formatKey(key));
    }
    return keys;
  }

  /** The same as a full key: `a.b[0]`. */
  path(): string {
    let path = "";
    for (const key of this.keys()) {
      if (typeof key === "number") path += `[${key}]`;
      else path += path === "" ? key : `.${key}`;
    }
    return path;
  }

  span(start: number, end: number): Span {
    return { source: this.source, start, end: Math.max(end, start + 1) };
  }

  fail(code: ErrorCode, summary: string, start: number, end: number, hint?: string): never {
    throw new YamlError(code, summary, { span: this.span(start, end), key: this.path(), hint });
  }

  failUnsupported(tag: string, start: number, end: number): never {
    throw new UnsupportedValueType("YAML_UNSUPPORTED", `A config cannot hold a ${shortTag(tag)}`, {
      key: this.path(),
      span: this.span(start, end),
    });
  }
}
