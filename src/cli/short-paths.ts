import path from "node:path";

/**
 * A text for people with its absolute paths as they would type them: relative to where they are, when that is shorter. Lines of
 * code frames stay as they are, for carets stand below them.
 */
export function shortenPaths(text: string, cwd: string): string {
  const top = path.sep === "/" ? /^\/[^/]+\//.exec(`${cwd}/`)?.[0] : undefined;
  if (top === undefined || !text.includes(top)) return text;
  return text
    .split("\n")
    .map((line) => (isFrameLine(line) ? line : shortenLine(line, top, cwd)))
    .join("\n");
}

/** A path on its own: what stands before it is no part of it. */
const pathWord = /(?<=^|[\s'"([])\/[^\s'"()[\]]+/g;

function shortenLine(line: string, top: string, cwd: string): string {
  return line.replace(pathWord, (word) => {
    if (!word.startsWith(top)) return word;
    const [, file = word, position = ""] = /^(.*?)((?::\d+)*:?)$/.exec(word) ?? [];
    const short = path.relative(cwd, file) || ".";
    return short.length < file.length ? short + position : word;
  });
}

function isFrameLine(line: string): boolean {
  return /^ *\d* \| /.test(line) || /^ +at /.test(line);
}
