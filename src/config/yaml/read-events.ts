import { limitHint } from "./limits.ts";
import { YamlError } from "../../errors/config-errors.ts";
import type { Source } from "../../text/source.ts";
import { type IndentedText, OriginalPlaces } from "./flow-layout.ts";
import type { YamlHandler } from "./handler.ts";
import { parseWithJsYaml, type Refusal, sendJsYamlEvents } from "./js-yaml-events.ts";
import { syntaxFailure } from "./syntax-failure.ts";
import { sendYamlEvents, settleLayout } from "./yaml-events.ts";

/** What most texts have nothing of: this pattern takes V8 a tenth of the time to compile that the next one takes. */
const unusual = /[^\t\n\x20-\x7e]/;
const nonPrintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads one YAML 1.1 document and hands its content to `handler`. js-yaml decides what is accepted, after the layout was
 * settled if need be; the package `yaml` says what is wrong with the rest.
 *
 * @param maxDepth - Levels of nesting that may be needed; deeper texts may be refused here, with code `YAML_LIMIT`.
 * @throws {YamlError} with the place of the first mistake.
 */
export function readYaml(source: Source, handler: YamlHandler, maxDepth: number): void {
  checkCharacters(source);
  const text = withPlainBreaks(source.text);
  const read = parseWithJsYaml(text, maxDepth);
  if (!("refused" in read)) return sendJsYamlEvents(text, read, handler);
  if (read.refused === "depth") throw tooDeep(source, maxDepth, read.at);
  const layout = settleLayout(text);
  const again = layout.text === text ? read : parseWithJsYaml(layout.text, maxDepth);
  if ("refused" in again) throw explain(again, layout, source, maxDepth);
  sendJsYamlEvents(layout.text, again, new OriginalPlaces(layout, handler));
}

/**
 * Reads one document with `yaml`, which knows where everything stands, to the end of every collection.
 *
 * @returns `false` if the text is not YAML.
 */
export function readPlaces(source: Source, handler: YamlHandler): boolean {
  const layout = settleLayout(withPlainBreaks(source.text));
  try {
    return sendYamlEvents(layout.text, new OriginalPlaces(layout, handler)).length === 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** U+0085 and a lone carriage return are line breaks of YAML 1.1, and mean the same as `\n`. */
function withPlainBreaks(text: string): string {
  return text.includes("\r") || text.includes("\x85") ? text.replace(/\r(?!\n)|\x85/g, "\n") : text;
}

function checkCharacters(source: Source): void {
  if (!unusual.test(source.text)) return;
  const bad = nonPrintable.exec(source.text);
  if (bad === null) return;
  const code = source.text.charCodeAt(bad.index).toString(16).toUpperCase().padStart(4, "0");
  throw new YamlError("YAML_SYNTAX", `The character U+${code} is not allowed in YAML`, {
    span: { source, start: bad.index, end: bad.index + 1 },
    hint: `in double quotes, write \\u${code}`,
  });
}

function explain(refusal: Refusal, layout: IndentedText, source: Source, maxDepth: number): YamlError {
  const at = layout.originalOffset(refusal.at);
  if (refusal.refused === "depth") return tooDeep(source, maxDepth, at);
  try {
    const mistakes = sendYamlEvents(layout.text, nothing).map((mistake) => ({
      ...mistake,
      start: layout.originalOffset(mistake.start),
      end: layout.originalOffset(mistake.end),
    }));
    if (mistakes.length > 0) return syntaxFailure(mistakes, source);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(source, maxDepth, at);
    throw error;
  }
  const behindTab = /\t\s*$/.test(source.text.slice(0, at).slice(-80));
  const summary = behindTab ? "A tab cannot indent or separate" : `This is not valid YAML: ${refusal.reason}`;
  return new YamlError("YAML_SYNTAX", summary, {
    span: { source, start: at, end: at + 1 },
    hint: behindTab ? "use blanks" : undefined,
  });
}

function tooDeep(source: Source, maxDepth: number, at: number): YamlError {
  const summary = `More than ${maxDepth} levels of nesting, or more than the parser can follow`;
  return new YamlError("YAML_LIMIT", summary, {
    span: { source, start: at, end: at + 1 },
    hint: limitHint("maxDepth"),
  });
}

const nothing: YamlHandler = {
  startMap() {},
  startList() {},
  end() {},
  scalar() {},
  alias() {},
};
