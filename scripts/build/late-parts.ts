import { asName, requireOnce } from "./one-name.ts";
import { core } from "./partition.ts";

/** How a bundle names a module of another script. */
export function latePath(part: string, module: string): string {
  return `part:${part}#${module}`;
}

/** As esbuild writes the import of such a module in CommonJS. */
const requireOfPart = /\b(import_\w+)\s*=\s*require\("part:(\w+)#([^"]+)"\)/g;

/** Names of modules, by module. */
export type Names = ReadonlyMap<string, ReadonlySet<string>>;

/** What a bundle uses of another script, by module. */
export function usesOf(script: string, bundle: string): Names {
  const uses = new Map<string, Set<string>>();
  for (const [, variable = "", part, module = ""] of bundle.matchAll(requireOfPart)) {
    if (part !== script) continue;
    const names = uses.get(module) ?? new Set();
    for (const [, name = ""] of bundle.matchAll(useOf(variable))) names.add(name);
    uses.set(module, names);
  }
  return uses;
}

/**
 * Makes a bundle take modules of other scripts from where they are. Of a part they are taken when something of them is used: what was
 * `import_help.show` becomes `import_help().show`. The core is there before any part.
 */
export function takePartsLate(bundle: string): string {
  const once = requireOnce(bundle, requireOfPart);
  return [...once.matchAll(requireOfPart)].reduce((text, [whole, variable = "", part = "", module = ""]) => {
    if (part === core) return text.replace(whole, `${variable}=core["${module}"]`);
    const late = text.replaceAll(useOf(variable), `(${variable}()).$1`);
    const left = new RegExp(
      String.raw`(?<![\w$]|var )(?<!(?<!\.\.)\.)${variable}(?![\w$]|\(\)\)|\s*= require)`,
    ).exec(late);
    if (left !== null)
      throw new Error(`${module} is used in an unknown way: ${late.slice(left.index, left.index + 80)}`);
    const load = `${variable}$,${variable}=()=>${variable}$??=loadPart("${part}")["${module}"]`;
    return late.replace(whole, () => load);
  }, once);
}

function useOf(variable: string): RegExp {
  return new RegExp(String.raw`${asName}${variable}\.([\w$]+)`, "g");
}
