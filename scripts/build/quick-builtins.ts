import { asName, requireOnce } from "./one-name.ts";

/**
 * Takes built-in modules from `process.getBuiltinModule` instead of importing them. For an import, Node makes a module that reads
 * every property of the built-in one, getters included: `node:fs` and `node:crypto` then load their streams and random numbers,
 * 3 to 6 ms of every start (design D13).
 */
export function takeBuiltinsQuickly(bundle: string): string {
  return bundle.replace(importOfBuiltin, (_, wanted: string, name: string) => {
    const builtin = `process.getBuiltinModule("${name}")`;
    const names = /\{[^}]*\}/.exec(wanted)?.[0];
    const whole = wanted
      .replace(/\{[^}]*\}/, "")
      .replace("* as", "")
      .replace(",", "")
      .trim();
    return [
      ...(whole === "" ? [] : [`const ${whole} = ${builtin};`]),
      ...(names === undefined ? [] : [`const ${names.replaceAll(/\s+as\s+/g, ": ")} = ${builtin};`]),
    ].join("\n");
  });
}

/** As esbuild writes them: each at the start of a line. */
const importOfBuiltin = /^import ([^;"]+?) from "(node:[a-z_/]+)";$/gm;

/**
 * The same for a script: there a built-in module is taken when something of it is used first, and most starts never need
 * `node:assert`, `node:child_process`, `node:module` and others.
 */
export function takeBuiltinsLate(script: string): string {
  const once = requireOnce(script, requireOfBuiltin);
  const modules = [...once.matchAll(requireOfBuiltin)];
  const left = modules.reduce((text, [whole, variable = "", name = ""]) => {
    const late = `${variable}=()=>process.getBuiltinModule("${name}")`;
    const use = new RegExp(String.raw`${asName}${variable}(?:\.default\b(?!:)|(?=\.))`, "g");
    return text.replace(whole, late).replaceAll(use, `(${variable}())`);
  }, once);
  const missed = /^var import_\w+ = .*\brequire\("node:.*/m.exec(left);
  if (missed !== null) throw new Error(`the bundle loads ${missed[0]} at once`);
  return left;
}

/** As esbuild writes them in CommonJS. */
const requireOfBuiltin = /\b(import_\w+)\s*=\s*(?:__toESM\()?require\("(node:[a-z_/]+)"\)(?:,\s*1\))?/g;
