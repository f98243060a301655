import path from "node:path";
import { InstantiationException } from "../errors/hydra-errors.ts";

/** What an import turned out to be, after all links and `..` are gone. */
export type ResolvedModule =
  | { readonly source: "path"; readonly file: string }
  | { readonly source: "package"; readonly specifier: string; readonly file: string }
  | { readonly source: "node"; readonly specifier: string };

/** Decides which imports a config from a file or an override may name (design D5, H-INS-043). */
export interface AllowList {
  allows(module: ResolvedModule, exportPath: readonly string[]): boolean;
  /** For hints. */
  readonly patterns: readonly string[] | "all";
}

/**
 * Reads an app's `targets` option: paths relative to the app (`./src/**`, `./optim.ts`), packages (`@acme/*`, `lodash`,
 * `@acme/optim/adam`), modules of Node (`node:path`, `node:path:join`), one of them alone, or `"all"` (H-INS-041).
 */
export function createAllowList(given: readonly string[] | string = [], baseDir?: string): AllowList {
  if (given === "all") return { allows: () => true, patterns: "all" };
  const patterns = typeof given === "string" ? [given] : given;
  const rules = patterns.map((pattern) => readPattern(pattern, baseDir));
  return { patterns, allows: (module, exportPath) => rules.some((rule) => rule(module, exportPath)) };
}

type Rule = (module: ResolvedModule, exportPath: readonly string[]) => boolean;

function readPattern(pattern: string, baseDir: string | undefined): Rule {
  // Programs without a compiler give what they like.
  if (typeof pattern !== "string") throw unusable(String(pattern), "it is no text");
  if (pattern.startsWith("node:")) return nodeRule(pattern);
  if (/^\.{0,2}\//.test(pattern)) return pathRule(pattern, baseDir);
  return packageRule(pattern);
}

function nodeRule(pattern: string): Rule {
  const [, name = "", exported] = pattern.split(":");
  if (name === "" || pattern.includes("*")) throw unusable(pattern, "name the modules of Node one by one");
  return (module, exportPath) =>
    module.source === "node" &&
    module.specifier === `node:${name}` &&
    (exported === undefined || exported === exportPath.join("."));
}

function pathRule(pattern: string, baseDir: string | undefined): Rule {
  const absolute = path.resolve(baseDir ?? process.cwd(), pattern);
  const fixed = absolute.split("*", 1)[0] ?? "";
  if (fixed === path.parse(fixed).root) throw unusable(pattern, "it matches the whole disk");
  const test = globPattern(absolute.split(path.sep).join("/"));
  return (module) =>
    module.source === "path" &&
    test.test(module.file.split(path.sep).join("/")) &&
    !/[\\/]node_modules[\\/]/i.test(module.file.slice(fixed.length - 1));
}

/** A package, or packages whose names begin alike. */
function packageRule(pattern: string): Rule {
  if (!/^(?:@[^*/]+\/|[^*@/])/.test(pattern)) throw unusable(pattern, "it matches packages of any name");
  if (pattern.includes(":")) throw unusable(pattern, "it is neither a path nor a package");
  const test = globPattern(pattern);
  return (module) =>
    module.source === "package" &&
    (test.test(module.specifier) || (!pattern.includes("*") && module.specifier.startsWith(`${pattern}/`)));
}

function globPattern(glob: string): RegExp {
  const body = glob.replace(/\*\*\/?|\*|[.+?^${}()|[\]\\]/g, (part) => {
    if (part === "*") return "[^/]*";
    if (part.startsWith("**")) return part.endsWith("/") ? "(?:.*/)?" : ".*";
    return `\\${part}`;
  });
  return new RegExp(`^${body}$`);
}

function unusable(pattern: string, why: string): InstantiationException {
  return new InstantiationException("TARGET_DENIED", `'${pattern}' is not an allow-list pattern: ${why}`, {
    hint: 'write targets: "all" to allow every target, or patterns such as "./src/**" and "@acme/*"',
  });
}
