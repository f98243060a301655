import { isBlankOrEnd, isBreak, isDocumentMarker } from "./characters.ts";
import type { Cursor } from "./cursor.ts";

export interface DocumentStart {
  /** Declared tag handles. */
  readonly handles: ReadonlyMap<string, string>;
  /** The document starts with `---`. */
  readonly marked: boolean;
}

/** Reads `%` lines and `---`. The version of `%YAML` does not change how scalars are read. */
export function readDirectives(cursor: Cursor): DocumentStart {
  const handles = new Map<string, string>();
  let version = false;
  let any = false;
  cursor.skipBlank();
  while (cursor.column === 0 && cursor.code() === 37) {
    const start = cursor.position;
    const [name = "", ...values] = readWords(cursor);
    if (!/^%[\w-]+$/.test(name)) {
      cursor.fail(
        `'${name}' is not a directive`,
        start,
        start + name.length,
        "to start a text with '%', put it in quotes",
      );
    }
    any = true;
    if (name === "%YAML") {
      if (version) cursor.fail("%YAML stands twice", start);
      version = true;
      const [number = ""] = values;
      if (values.length !== 1 || !/^1\.[0-9]+$/.test(number)) {
        cursor.fail(`YAML ${number} is not supported`, start, cursor.position, "write %YAML 1.1, or nothing");
      }
    } else if (name === "%TAG") declareHandle(cursor, start, values, handles);
    cursor.skipBlank();
  }
  const marked =
    cursor.column === 0 && cursor.code() === 45 && isDocumentMarker(cursor.text, cursor.position);
  if (!marked && any) cursor.fail("'---' is missing behind the directives");
  if (marked) cursor.moveTo(cursor.position + 3);
  return { handles, marked };
}

function declareHandle(
  cursor: Cursor,
  start: number,
  [handle = "", prefix = "", ...rest]: readonly string[],
  handles: Map<string, string>,
): void {
  if (!/^!(?:[\w-]*!)?$/.test(handle) || prefix === "" || rest.length > 0) {
    cursor.fail("%TAG takes a handle such as '!e!' and a prefix", start, cursor.position);
  }
  if (handles.has(handle))
    cursor.fail(`The tag handle '${handle}' is declared twice`, start, cursor.position);
  handles.set(handle, prefix);
}

/** Words up to the end of the line or a comment. */
function readWords(cursor: Cursor): string[] {
  const words: string[] = [];
  for (;;) {
    cursor.skipSpaces();
    if (cursor.atEnd || isBreak(cursor.code()) || cursor.code() === 35) return words;
    const start = cursor.position;
    while (!isBlankOrEnd(cursor.code())) cursor.moveTo(cursor.position + 1);
    if (cursor.position === start) cursor.fail("A tab cannot separate", start);
    words.push(cursor.text.slice(start, cursor.position));
  }
}
