import type { NodeProperties, ScalarStyle, YamlHandler } from "../handler.ts";
import { isBlankOrEnd, isFlowIndicator } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { readPlain, startsPlain } from "./plain.ts";
import { atAlias, readName } from "./properties.ts";
import { readQuoted } from "./quoted.ts";

/** A scalar or alias that was read and not yet handed on: it may turn out to be a key. */
export interface Leaf {
  /** The text, or the name of the alias. */
  readonly text: string;
  readonly style: ScalarStyle | "alias";
  readonly start: number;
  readonly end: number;
  /** Started and ended on one line. */
  readonly singleLine: boolean;
}

const longestSimpleKey = 1024;
const colon = 58;

/** Reads a plain or quoted scalar or an alias; `undefined` if none starts here. */
export function readLeaf(cursor: Cursor, indent: number, inFlow: boolean): Leaf | undefined {
  const start = cursor.position;
  const line = cursor.lineStart;
  const code = cursor.code();
  let text: string;
  let style: Leaf["style"] = "plain";
  if (startsPlain(cursor, inFlow)) text = readPlain(cursor, indent, inFlow);
  else if (code === 34 || code === 39) {
    style = code === 34 ? "double" : "single";
    text = readQuoted(cursor);
  } else if (atAlias(cursor)) {
    style = "alias";
    text = readName(cursor, "alias");
  } else return undefined;
  return { text, style, start, end: cursor.position, singleLine: cursor.lineStart === line };
}

export function emitLeaf(
  handler: YamlHandler,
  leaf: Leaf,
  properties: NodeProperties | undefined,
  cursor: Cursor,
): void {
  if (leaf.style !== "alias") handler.scalar(leaf.text, leaf.style, leaf.start, leaf.end, properties);
  else if (properties === undefined) handler.alias(leaf.text, leaf.start, leaf.end);
  else cursor.fail("An alias cannot have a tag or anchor of its own", properties.start, leaf.end);
}

/** A null that is written as nothing. */
export function emitEmpty(handler: YamlHandler, at: number, properties: NodeProperties | undefined): void {
  handler.scalar("", "plain", at, at, properties);
}

/** Whether the `:` of a block mapping stands here. */
export function atBlockColon(cursor: Cursor): boolean {
  return cursor.code() === colon && isBlankOrEnd(cursor.code(1));
}

/** Whether the `:` of a flow mapping stands here; behind quotes it needs no blank. */
export function atFlowColon(cursor: Cursor, leaf: Leaf | undefined): boolean {
  if (cursor.code() !== colon) return false;
  const next = cursor.code(1);
  return leaf === undefined || leaf.style !== "plain" || isBlankOrEnd(next) || isFlowIndicator(next);
}

/** Fails unless a leaf may be a key in front of a `:`. */
export function checkSimpleKey(cursor: Cursor, leaf: Leaf): void {
  if (!leaf.singleLine) {
    cursor.fail(
      "A key must stand on one line",
      leaf.start,
      leaf.end,
      "put the key behind '? ' and the value behind ': ' on a line of its own",
    );
  }
  if (leaf.end - leaf.start > longestSimpleKey) {
    cursor.fail(
      `A key cannot be longer than ${longestSimpleKey} characters`,
      leaf.start,
      leaf.end,
      "put the key behind '? ' and the value behind ': ' on a line of its own",
    );
  }
}
