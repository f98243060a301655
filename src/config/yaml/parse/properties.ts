import type { NodeProperties } from "../handler.ts";
import { fullTagName } from "../tags.ts";
import { isBlankOrEnd } from "./characters.ts";
import type { Cursor } from "./cursor.ts";

const ampersand = 38;
const exclamation = 33;
const asterisk = 42;

const flowTag =
  /!<[^ \t\r\n\x85\u2028\u2029<>]*>|![^ \t\r\n\x85\u2028\u2029![\]{},]*(?:![^ \t\r\n\x85\u2028\u2029![\]{},]*)?/y;
const blockTag =
  /!<[^ \t\r\n\x85\u2028\u2029<>]*>|![^ \t\r\n\x85\u2028\u2029!{}]*(?:![^ \t\r\n\x85\u2028\u2029!{}]*)?/y;

export function atProperty(cursor: Cursor): boolean {
  return cursor.code() === ampersand || cursor.code() === exclamation;
}

/** Reads an anchor and a tag, in any order, on one line. */
export function readProperties(
  cursor: Cursor,
  handles: ReadonlyMap<string, string>,
  inFlow: boolean,
): NodeProperties | undefined {
  if (!atProperty(cursor)) return undefined;
  const start = cursor.position;
  let anchor: string | undefined;
  let tag: string | undefined;
  while (atProperty(cursor)) {
    if (cursor.code() === ampersand) {
      if (anchor !== undefined) cursor.fail("A value cannot have two anchors");
      anchor = readName(cursor, "anchor");
    } else {
      if (tag !== undefined) cursor.fail("A value cannot have two tags");
      tag = readTag(cursor, handles, inFlow);
    }
    cursor.skipSpaces();
  }
  return { anchor, tag, start };
}

/** Properties on lines before those of the node's own line. */
export function joinProperties(
  cursor: Cursor,
  outer: NodeProperties | undefined,
  inner: NodeProperties | undefined,
): NodeProperties | undefined {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  if (outer.anchor !== undefined && inner.anchor !== undefined) {
    cursor.fail("A value cannot have two anchors", inner.start);
  }
  if (outer.tag !== undefined && inner.tag !== undefined)
    cursor.fail("A value cannot have two tags", inner.start);
  return { anchor: outer.anchor ?? inner.anchor, tag: outer.tag ?? inner.tag, start: outer.start };
}

export function atAlias(cursor: Cursor): boolean {
  return cursor.code() === asterisk;
}

/** Reads the name of an anchor or alias behind its `&` or `*`. */
export function readName(cursor: Cursor, what: "anchor" | "alias"): string {
  const pattern = /[\w-]+/y;
  pattern.lastIndex = cursor.position + 1;
  const name = pattern.exec(cursor.text)?.[0] ?? "";
  const end = cursor.position + 1 + name.length;
  const next = cursor.text.charCodeAt(end);
  if (name === "" || !(isBlankOrEnd(next) || "?:,]}%@`".includes(cursor.text.charAt(end)))) {
    const hint = what === "alias" ? "to write a text that starts with '*', put it in quotes" : undefined;
    cursor.fail(
      `The name of an ${what} is made of letters, digits, '-' and '_'`,
      cursor.position,
      end + 1,
      hint,
    );
  }
  cursor.moveTo(end);
  return name;
}

function readTag(cursor: Cursor, handles: ReadonlyMap<string, string>, inFlow: boolean): string {
  const start = cursor.position;
  const pattern = inFlow ? flowTag : blockTag;
  pattern.lastIndex = start;
  const raw = pattern.exec(cursor.text)?.[0] ?? "!";
  const end = start + raw.length;
  const next = cursor.text.charCodeAt(end);
  if (!isBlankOrEnd(next) && !(inFlow && ",]}".includes(cursor.text.charAt(end)))) {
    cursor.fail(`'${raw}${cursor.text.charAt(end)}' is not a tag`, start, end + 1);
  }
  const name = fullTagName(raw, handles);
  if (name === undefined) {
    cursor.fail(
      `The tag handle of '${raw}' was not declared`,
      start,
      end,
      "declare it with %TAG, or quote the text",
    );
  }
  cursor.moveTo(end);
  return name;
}
