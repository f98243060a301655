/** As esbuild writes a pattern that a module makes at its top, on a line of its own. */
const declared = /^var (\w+) = (\/(?![/*]).+\/[dgimsuvy]*);$/gm;

/**
 * Makes patterns when they are used first: V8 reads each one that a script makes as it is evaluated, and a start uses few. A pattern
 * whose name stands anywhere but before `.test(` and `.exec(`, or as an argument, stays as it is.
 */
export function makePatternsLate(bundle: string): string {
  return [...bundle.matchAll(declared)].reduce((text, [declaration, name = "", pattern = ""]) => {
    const rest = text.replace(declaration, () => "");
    const all = rest.match(new RegExp(String.raw`(?<![\w$])${name}(?![\w$])`, "g"))?.length ?? 0;
    const use = new RegExp(
      String.raw`(?<![\w$.])${name}(?=\.(?:test|exec)\()|(?<=\.(?:matchAll|replace|replaceAll|search|match|split)\()${name}(?=[,)])`,
      "g",
    );
    if (all === 0 || rest.match(use)?.length !== all) return text;
    return rest.replaceAll(use, () => `(${name} ??= ${pattern})`).replace(/^/, `var ${name};\n`);
  }, bundle);
}
