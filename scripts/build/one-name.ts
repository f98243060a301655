/** Before a name, in a pattern: it is no property of something, but spread it may be. */
export const asName: string = String.raw`(?<![\w$])(?<!(?<!\.\.)\.)`;

/**
 * Gives what a bundle requires several times, once for each of its modules, the name that it has first: each name of a script is one that
 * V8 takes over at every start, and each function behind it is made.
 *
 * @param required - Matches `name = require(...)`: the name, and in further groups what is required.
 */
export function requireOnce(bundle: string, required: RegExp): string {
  const names = new Map<string, string>();
  return [...bundle.matchAll(required)].reduce((text, [whole, name = "", ...what]) => {
    const key = what.join(" ");
    const first = names.get(key);
    if (first === undefined) {
      names.set(key, name);
      return text;
    }
    // What is left declares the first name once more, without a value.
    const use = new RegExp(String.raw`${asName}${name}(?![\w$])`, "g");
    return text.replace(whole, () => name).replaceAll(use, () => first);
  }, bundle);
}
