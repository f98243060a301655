import { readFileSync } from "node:fs";
import path from "node:path";
import { ListNode, MapNode } from "../../config/node.ts";
import { toPlain } from "../../config/to-object.ts";
import { loadYaml } from "../../config/yaml/load.ts";
import { printValue } from "../../overrides/print.ts";
import { fromRawValue } from "../../overrides/raw.ts";
import type { Override } from "../../overrides/types.ts";
import { joinWords } from "../../text/nearest.ts";
import { Source } from "../../text/source.ts";
import type { Block } from "../sweep-space.ts";
import type { SweepContext } from "../sweeper.ts";
import { cellOverride } from "./cell-value.ts";
import { type Cell, csvLines, rowsError } from "./csv.ts";

type ParseOverride = SweepContext["parseOverride"];
type Reader = (source: Source, parseOverride: ParseOverride) => Iterable<Block>;

/** By extension. YAML reads JSON, too. */
const readers = new Map<string, Reader>([
  [".csv", (source, parseOverride) => tableRows(source, ",", parseOverride)],
  [".tsv", (source, parseOverride) => tableRows(source, "\t", parseOverride)],
  [".json", documentRows],
  [".yaml", documentRows],
  [".yml", documentRows],
  [".jsonl", lineRows],
  [".ndjson", lineRows],
]);

/**
 * The rows of a file, each the overrides of one job. The file is read once; its rows are made anew whenever they are walked, so
 * that a long table costs little more than its text.
 *
 * @throws {HydraException} `SWEEP_ROWS`, with the place in the file.
 */
export function readRows(file: string, directory: string, parseOverride: ParseOverride): Iterable<Block> {
  const reader = readers.get(path.extname(file).toLowerCase());
  if (reader === undefined) {
    const extensions = joinWords([...readers.keys()], "or");
    throw rowsError(
      `A table of jobs cannot be read from ${file}`,
      undefined,
      `its name ends in ${extensions}`,
    );
  }
  const source = new Source(file, readText(path.resolve(directory, file), file));
  return { [Symbol.iterator]: () => reader(source, parseOverride)[Symbol.iterator]() };
}

/** Rows given as data. */
export function rowsOf(rows: Iterable<unknown>, parseOverride: ParseOverride, name: string): Block[] {
  return [...rows].map((row, index) => rowOverrides(row, `${name}.${index}`, parseOverride));
}

function readText(absolute: string, file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(absolute);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const summary =
      code === "ENOENT"
        ? `There is no table of jobs ${file}`
        : `The table of jobs ${file} cannot be read (${code ?? "unknown"})`;
    throw rowsError(
      summary,
      undefined,
      path.isAbsolute(file) ? undefined : "it is looked for where the app was started",
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw rowsError(`The table of jobs ${file} is not UTF-8`, undefined, "save it as UTF-8");
  }
}

function* tableRows(source: Source, separator: "," | "\t", parseOverride: ParseOverride): Generator<Block> {
  let header: readonly Cell[] | undefined;
  for (const line of csvLines(source, separator)) {
    if (header === undefined) header = checkedHeader(line);
    else yield tableRow(header, line, parseOverride);
  }
}

function checkedHeader(header: readonly Cell[]): readonly Cell[] {
  const seen = new Set<string>();
  for (const { text, span } of header) {
    if (text === "")
      throw rowsError("A column has no key", span, "the first line names the key of each column");
    if (seen.has(text)) throw rowsError(`Two columns override '${text}'`, span, "remove one of them");
    seen.add(text);
  }
  return header;
}

/** An empty cell overrides nothing. */
function tableRow(header: readonly Cell[], line: readonly Cell[], parseOverride: ParseOverride): Override[] {
  const last = line.at(-1);
  if (line.length !== header.length && last !== undefined) {
    throw rowsError(
      `A row has ${line.length} cells, and the first line has ${header.length}`,
      last.span,
      'text with commas in it stands in "…"',
    );
  }
  return line.flatMap((cell, column) => {
    const key = header[column];
    if (key === undefined || (cell.text === "" && !cell.isQuoted)) return [];
    return [cellOverride(key, cell, parseOverride)];
  });
}

function documentRows(source: Source, parseOverride: ParseOverride): Block[] {
  const node = loadYaml(source.text, { source });
  if (!(node instanceof ListNode)) {
    if (node instanceof MapNode && [...node.children()].length === 0) return [];
    throw rowsError(
      `${source.name} is not a list of rows`,
      { source, start: 0, end: 1 },
      "such as [{lr: 0.1}, …]",
    );
  }
  const rows = toPlain(node, { numbers: "kinds", maps: "map" });
  return Array.isArray(rows) ? rowsOf(rows, parseOverride, source.name) : [];
}

function* lineRows(source: Source, parseOverride: ParseOverride): Generator<Block> {
  let number = 0;
  for (const line of source.text.split("\n")) {
    number++;
    if (line.trim() === "") continue;
    const name = `${source.name}:${number}`;
    const node = loadYaml(line, { source: new Source(name, line) });
    const row = toPlain(node, { numbers: "kinds", maps: "map" });
    yield rowOverrides(row, name, parseOverride);
  }
}

function rowOverrides(row: unknown, name: string, parseOverride: ParseOverride): Override[] {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    const source = new Source(name, String(row));
    throw rowsError(
      "A row is a mapping of overrides",
      { source, start: 0, end: source.text.length },
      "such as {lr: 0.1}",
    );
  }
  const entries: Iterable<[unknown, unknown]> = row instanceof Map ? row : Object.entries(row);
  return [...entries].map(([key, value]) => {
    const known = fromRawValue(value);
    const text = `${String(key)}=${known === undefined ? "" : printValue(known)}`;
    const source = new Source(name, text);
    if (known === undefined)
      throw rowsError(`A row has a value that no override can have`, { source, start: 0, end: text.length });
    return parseOverride(text, source);
  });
}
