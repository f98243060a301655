import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import type { Source, Span } from "../text/source.ts";

/** The header is looked for in this many characters (H-FIL-001). */
const headerLength = 512;

const directive = /^\s*#\s*@/;
const forbidden = ["_group_", "_name_"];

/** The directives at the top of a config file: `# @package db` answers `package` → `db` (H-FIL-001, H-FIL-002). */
export function parseHeader(source: Source): ReadonlyMap<string, string> {
  const header = new Map<string, string>();
  if (source.text.lastIndexOf("@", headerLength) === -1) return header;
  let offset = 0;
  for (const line of source.text.slice(0, headerLength).split("\n")) {
    if (directive.test(line)) {
      const span = { source, start: offset, end: offset + line.trimEnd().length };
      const [key, value] = parseDirective(line, span);
      header.set(key, value);
    } else if (line.trim() !== "") break;
    offset += line.length + 1;
  }
  return header;
}

/**
 * A header's package, or the package of a stored config, as an absolute package (H-PKG-003).
 * @throws {ConfigCompositionException} for `_group_` and `_name_` (H-PKG-006).
 */
export function normalizeHeaderPackage(text: string, where: string, span?: Span): string {
  const keyword = text.split(".").find((part) => forbidden.includes(part));
  if (keyword !== undefined) {
    throw new ConfigCompositionException(
      "HEADER_INVALID",
      `${where}: '${keyword}' means nothing in a package header`,
      {
        span,
        hint: "write the package in full, or leave the header out to get the group's own package",
      },
    );
  }
  if (text === "" || text === "_global_") return "_global_";
  return text.startsWith("_global_.") ? text : `_global_.${text}`;
}

function parseDirective(line: string, span: Span): [key: string, value: string] {
  const parts = line.trim().replace(/^#+/, "").trim().split(/\s+/);
  const [key = "", value] = parts;
  if (value === undefined) throw malformed("A header line needs a key and a value", span);
  if (parts.length > 2) throw malformed("A header line has one key and one value without blanks", span);
  return [key.slice(1), value];
}

function malformed(summary: string, span: Span): ConfigCompositionException {
  return new ConfigCompositionException("HEADER_INVALID", summary, {
    span,
    hint: "write '# @package some.package'",
  });
}
