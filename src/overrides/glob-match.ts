import type { GlobSweep } from "./types.ts";

/** The names that match at least one pattern of `include` and none of `exclude`, in their order (H-FUN-020). */
export function matchingOptions({ include, exclude }: GlobSweep, names: readonly string[]): string[] {
  const [wanted, unwanted] = [include, exclude].map((patterns) => (patterns ?? []).map(globToRegExp));
  return names.filter(
    (name) =>
      wanted?.some((pattern) => pattern.test(name)) && !unwanted?.some((pattern) => pattern.test(name)),
  );
}

/** Shell patterns: `*` any text, also with slashes; `?` one character; `[set]`, `[a-z]`, `[!set]`. Upper and lower case differ. */
export function globToRegExp(glob: string): RegExp {
  let pattern = "";
  for (let at = 0; at < glob.length; at++) {
    const char = glob.charAt(at);
    if (char === "*") pattern += ".*";
    else if (char === "?") pattern += ".";
    else if (char === "[") {
      const set = readSet(glob, at);
      pattern += set.pattern;
      at = set.end;
    } else pattern += escapeForRegExp(char);
  }
  return new RegExp(`^(?:${pattern})$`, "su");
}

/** A `[` without its `]` stands for itself; a `]` right behind the opening belongs to the set. */
function readSet(glob: string, open: number): { pattern: string; end: number } {
  const negated = glob[open + 1] === "!";
  const start = open + (negated ? 2 : 1);
  const close = glob.indexOf("]", start + 1);
  if (close === -1) return { pattern: String.raw`\[`, end: open };
  const members = setMembers(glob.slice(start, close));
  if (members === "") return { pattern: negated ? "." : "(?!)", end: close };
  return { pattern: `[${negated ? "^" : ""}${members}]`, end: close };
}

/** Members of a set for a regular expression; a range that runs backwards holds nothing. */
function setMembers(set: string): string {
  const chars = Array.from(set);
  let members = "";
  for (let at = 0; at < chars.length; at++) {
    const from = chars[at] ?? "";
    const to = chars[at + 2];
    if (chars[at + 1] !== "-" || to === undefined) {
      members += escapeMember(from);
      continue;
    }
    if (from <= to) members += `${escapeMember(from)}-${escapeMember(to)}`;
    at += 2;
  }
  return members;
}

function escapeForRegExp(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

function escapeMember(char: string): string {
  return /[\\\]^-]/.test(char) ? `\\${char}` : char;
}
