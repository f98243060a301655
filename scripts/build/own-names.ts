/** A class that speaks of itself, as esbuild writes it: under a second name, which is then the one that the class has. */
const renamed = /\b(\w+) = class _\1((?: extends [^{]+)?) \{/g;

/** A whole one, at the top of a module. */
const whole =
  /^var (\w+) = class _\1((?: extends [^{\n]+)?) \{\n((?:(?! {2}static (?:[\w$#]+ = |\{)).*\n)*?)\};$/gm;

/**
 * Gives such classes their names back: traces show them, and what is registered is known by them (design D5). Without a second name a class
 * has that of its variable. That will not do where the class makes some of itself as it is made: the variable is not set yet.
 */
export function keepClassNames(bundle: string): string {
  return bundle
    .replaceAll(whole, (_, name: string, heritage: string, body: string) => {
      const own = body.replaceAll(new RegExp(String.raw`(?<![\w$.])_${name}(?![\w$])`, "g"), name);
      return `var ${name} = class${heritage} {\n${own}};`;
    })
    .replaceAll(
      renamed,
      '$1 = class _$1$2 {\n  static { Object.defineProperty(this, "name", { value: "$1", configurable: true }); }',
    );
}

/** What is handed out under another name than it has: esbuild numbers functions whose names several modules use. */
const numbered = /\b(\w+): (\1\d+)\b/g;

/** Gives such functions their names back, at the end of the bundle: a start pays for those alone. */
export function keepFunctionNames(bundle: string): string {
  const names = new Map<string, string>();
  for (const [, name = "", own = ""] of bundle.matchAll(numbered))
    if (new RegExp(String.raw`^(?:async )?function\*? ${own}\(`, "m").test(bundle)) names.set(own, name);
  const statements = Array.from(
    names,
    ([own, name]) => `Object.defineProperty(${own}, "name", { value: "${name}", configurable: true });\n`,
  );
  return `${bundle}\n${statements.join("")}`;
}
