import { KeyValidationError } from "../errors/config-errors.ts";
import { Source } from "../text/source.ts";

const head = /^\.*((?:\\[.[\]=]|[^.[])*)/;
const further = /\.((?:\\[.[\]=]|[^.[])*)|\[((?:\\[.[\]=]|\\(?![.[\]=])|[^\\])*?)\]/gs;
const escape = /\\([.[\]=])/g;

/**
 * The keys of a path (O-ACC-018): `a.b[0]` and `[a].b.0` have three. Every leading dot stands for an empty first key. `\.`, `\[`,
 * `\]` and `\=` are characters of a key (O-24-005); any other backslash is an ordinary character.
 */
export function splitKeyPath(path: string): string[] {
  if (isDotted(path)) return path.split(".");
  const [first = "", name = ""] = head.exec(path) ?? [];
  const keys = [...Array.from({ length: first.length - name.length }, () => ""), unescaped(name)];
  if (first.length === path.length) return keys;
  if (path[first.length] === "[" && name === "") keys.pop();
  for (const [, dotted, bracketed] of path.slice(first.length).matchAll(further)) {
    keys.push(unescaped(dotted ?? bracketed ?? ""));
  }
  return keys;
}

/**
 * {@link splitKeyPath} for a path that something is written to. What reading passes over, as the rest behind an unclosed bracket,
 * would let the write hit something else.
 *
 * @throws {KeyValidationError} code `KEY_PATH`, for a path that is not read to its end.
 */
export function splitKeyPathToWrite(path: string): string[] {
  if (isDotted(path)) return path.split(".");
  const end = readableEnd(path);
  if (end === path.length) return splitKeyPath(path);
  const isOpen = path[end] === "[";
  throw new KeyValidationError(
    "KEY_PATH",
    isOpen
      ? `A bracket is not closed in the key path '${path}'`
      : `A '.' or '[' is missing in the key path '${path}'`,
    {
      span: { source: new Source("key path", path), start: end, end: end + 1 },
      hint: isOpen
        ? "close it, or write \\[ for a bracket that is part of a key"
        : "after a closing bracket comes '.', '[' or the end",
    },
  );
}

/** What most paths are: the patterns for all of them take a while to compile. */
function isDotted(path: string): boolean {
  return !path.startsWith(".") && !path.includes("[") && !path.includes("\\");
}

/** Length of the path up to the first character that belongs to no step. */
function readableEnd(path: string): number {
  const first = head.exec(path)?.[0].length ?? 0;
  let end = first;
  for (const step of path.slice(first).matchAll(further)) {
    if (first + step.index !== end) break;
    end += step[0].length;
  }
  return end;
}

function unescaped(key: string): string {
  return key.includes("\\") ? key.replace(escape, "$1") : key;
}
