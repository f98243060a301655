import { GrammarParseError } from "../../errors/config-errors.ts";
import type { Span } from "../../text/source.ts";
import { checkInterpolation } from "../interpolation/parse.ts";
import type { Key } from "../keys.ts";
import { ScalarNode } from "../node.ts";
import type { Origin } from "../origin.ts";
import { Float, MISSING } from "../scalar.ts";
import type { Frames } from "./frames.ts";
import { resolvePlainScalar } from "./plain-scalars.ts";
import { isUnsupportedKind, readTaggedScalar } from "./tags.ts";

const mergeValue = Object.freeze({ merge: true });

/** Whether a node stands for `<<`. Such a node is never part of a tree. */
export function isMergeMarker(node: ScalarNode): boolean {
  return node.value === mergeValue;
}

/** Makes nodes of scalars by the rules of YAML 1.1 and OmegaConf. */
export class ScalarReader {
  readonly #frames: Frames;
  readonly #origin: Origin;
  readonly #checkInterpolations: boolean;

  constructor(frames: Frames, origin: Origin, checkInterpolations: boolean) {
    this.#frames = frames;
    this.#origin = origin;
    this.#checkInterpolations = checkInterpolations;
  }

  /** A scalar without tag; `plain` if it is not quoted. */
  untagged(text: string, plain: boolean, start: number, end: number): ScalarNode {
    const found = plain ? resolvePlainScalar(text) : undefined;
    if (found === undefined) return this.text(text, start, end);
    if (found.kind === "merge" || found.kind === "value") return this.#special(text, found.kind, start, end);
    return this.make(found.kind, found.value);
  }

  tagged(tag: string, text: string, start: number, end: number): ScalarNode {
    if (isUnsupportedKind(tag)) this.#frames.failUnsupported(tag, start, end);
    const read = readTaggedScalar(tag, text);
    if (typeof read === "string") this.#frames.fail("YAML_UNSUPPORTED", read, start, end);
    if (read.kind === "merge") return this.#special(text, "merge", start, end);
    return read.kind === "str" ? this.text(text, start, end) : this.make(read.kind, read.value);
  }

  /** Text: `???` and `${` mean something in values, whatever the quotes, and nothing in keys (O-YML-015). */
  text(text: string, start: number, end: number): ScalarNode {
    if (this.#frames.atKey) return this.make("str", text);
    if (text === MISSING) return this.make("missing", text);
    if (!text.includes("${")) return this.make("str", text);
    if (this.#checkInterpolations) this.#checkInterpolation(text, start, end);
    return this.make("interpolation", text);
  }

  /** A key as a value, for `!!omap` and `!!pairs`. */
  ofKey(key: Key, start: number, end: number): ScalarNode {
    if (typeof key === "string") return this.text(key, start, end);
    if (typeof key === "boolean") return this.make("bool", key);
    if (key instanceof Float) return this.make("float", key.value);
    if (typeof key === "number") return this.make(Number.isInteger(key) ? "int" : "float", key);
    return this.make(typeof key === "bigint" ? "int" : "bytes", key);
  }

  make(kind: ScalarNode["kind"], value: ScalarNode["value"]): ScalarNode {
    const node = new ScalarNode(kind, value);
    node.origin = this.#origin;
    return node;
  }

  /** `<<` and `=` mean something as keys only (O-YML-014). */
  #special(text: string, kind: "merge" | "value", start: number, end: number): ScalarNode {
    if (!this.#frames.atKey) {
      const hint = `write '${text}' in quotes`;
      this.#frames.fail("YAML_UNSUPPORTED", `A plain '${text}' cannot be a value`, start, end, hint);
    }
    return kind === "merge" ? new ScalarNode("object", mergeValue) : this.make("str", text);
  }

  #checkInterpolation(text: string, start: number, end: number): void {
    try {
      checkInterpolation(text);
    } catch (error) {
      if (!(error instanceof GrammarParseError)) throw error;
      const { code, summary, hint, cause } = error;
      const span = this.#spanInside(text, error.span, start, end);
      throw new GrammarParseError(code, summary, {
        hint,
        cause,
        span,
        key: this.#frames.path(),
        value: text,
      });
    }
  }

  /** The part of a scalar that an error points at, if its text stands in the source as it is. */
  #spanInside(text: string, inner: Span | undefined, start: number, end: number): Span {
    const at = this.#frames.source.text.slice(start, end).indexOf(text);
    if (inner === undefined || at === -1) return this.#frames.span(start, end);
    return this.#frames.span(start + at + inner.start, start + at + inner.end);
  }
}
