const head = /^\.*((?:\\[.[\]=]|[^.[])*)/;
const further = /\.((?:\\[.[\]=]|[^.[])*)|\[((?:\\[.[\]=]|\\(?![.[\]=])|[^\\])*?)\]/gs;
const escape = /\\([.[\]=])/g;

/**
 * The keys of a path (O-ACC-018): `a.b[0]` and `[a].b.0` have three. Every leading dot stands for an empty first key. `\.`, `\[`,
 * `\]` and `\=` are characters of a key (O-24-005); any other backslash is an ordinary character.
 */
export function splitKeyPath(path: string): string[] {
  const [first = "", name = ""] = head.exec(path) ?? [];
  const keys = [...Array.from({ length: first.length - name.length }, () => ""), unescaped(name)];
  if (first.length === path.length) return keys;
  if (path[first.length] === "[" && name === "") keys.pop();
  for (const [, dotted, bracketed] of path.slice(first.length).matchAll(further)) {
    keys.push(unescaped(dotted ?? bracketed ?? ""));
  }
  return keys;
}

function unescaped(key: string): string {
  return key.includes("\\") ? key.replace(escape, "$1") : key;
}
