/**
 * A pattern for paths with `/`: `*` is any text within a name, `**` any folders, `?` one character, `{a,b}` one of several. A pattern
 * without `/` matches names in any folder.
 */
export function pathGlob(glob: string): RegExp {
  const whole = glob.includes("/") ? glob.replace(/^\.?\//, "") : `**/${glob}`;
  let pattern = "";
  let depth = 0;
  for (let at = 0; at < whole.length; at++) {
    const char = whole.charAt(at);
    if (whole.startsWith("**/", at)) {
      pattern += "(?:[^/]+/)*";
      at += 2;
    } else if (whole.startsWith("**", at)) {
      pattern += ".*";
      at += 1;
    } else if (char === "*") pattern += "[^/]*";
    else if (char === "?") pattern += "[^/]";
    else if (char === "{") {
      pattern += "(?:";
      depth++;
    } else if (char === "}" && depth > 0) {
      pattern += ")";
      depth--;
    } else if (char === "," && depth > 0) pattern += "|";
    else pattern += char.replace(/[.+^$()|[\]\\{}]/, String.raw`\$&`);
  }
  return new RegExp(`^${pattern}${")".repeat(depth)}$`, "su");
}
