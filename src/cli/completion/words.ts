/** Programs that run an app's file: `node my_app.js`, `npx tsx my_app.ts`, `python3 my_app.py`. */
const interpreters = new Set(["node", "tsx", "ts-node", "bun", "deno", "npx", "python", "python3"]);

/** Flags of Node that are followed by a module to load first. */
const preloads = new Set(["--import", "--require", "-r", "--loader", "--experimental-loader"]);

/** The part of a command line that the app itself gets (H-CMP-005). */
export function stripProgram(line: string): string {
  let rest = line.trimStart();
  let [word, after] = takeWord(rest);
  if (!interpreters.has(baseName(word))) return after;
  while (interpreters.has(baseName(word)) || word.startsWith("-")) {
    rest = preloads.has(word) ? takeWord(after)[1] : after;
    [word, after] = takeWord(rest);
    if (rest === "") return "";
  }
  return after;
}

function takeWord(text: string): [word: string, rest: string] {
  const end = text.search(/\s/);
  return end === -1 ? [text, ""] : [text.slice(0, end), text.slice(end).replace(/^\s+(?=\S)/, "")];
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

/** The words of a line; a blank at the end begins a new, empty one. */
export function splitWords(line: string): { readonly before: readonly string[]; readonly current: string } {
  const words = line.split(/\s+/).filter((word) => word !== "");
  if (line === "" || /\s$/.test(line)) return { before: words, current: "" };
  return { before: words.slice(0, -1), current: words.at(-1) ?? "" };
}
