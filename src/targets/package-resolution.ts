import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";

const conditions = new Set(["node", "import", "module-sync", "default"]);

/** The file that `import specifier` loads for a module in `fromDir`, or `undefined` when there is none. */
export function resolvePackage(specifier: string, fromDir: string): string | undefined {
  const parts = specifier.split("/");
  const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const subpath = specifier === name ? "." : `.${specifier.slice(name.length)}`;
  const directory = findPackage(name, fromDir);
  if (directory === undefined) return undefined;
  const file = entryOf(directory, subpath);
  if (file === undefined) return undefined;
  const absolute = path.resolve(directory, file);
  if (path.relative(directory, absolute).startsWith("..") || !existsSync(absolute)) return undefined;
  return realpathSync(absolute);
}

function findPackage(name: string, fromDir: string): string | undefined {
  for (let at = fromDir; ; at = path.dirname(at)) {
    const candidate = path.join(at, "node_modules", name);
    if (existsSync(path.join(candidate, "package.json"))) return candidate;
    if (path.dirname(at) === at) return undefined;
  }
}

function entryOf(directory: string, subpath: string): string | undefined {
  const manifest = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8")) as {
    exports?: unknown;
    main?: unknown;
  };
  if (manifest.exports !== undefined && manifest.exports !== null)
    return fromExports(manifest.exports, subpath);
  if (subpath !== ".") return subpath;
  return typeof manifest.main === "string" ? manifest.main : "./index.js";
}

function fromExports(exports: unknown, subpath: string): string | undefined {
  if (typeof exports !== "object" || exports === null || Array.isArray(exports) || !hasSubpaths(exports))
    return subpath === "." ? pick(exports, "") : undefined;
  const table = new Map<string, unknown>(Object.entries(exports));
  if (table.has(subpath)) return pick(table.get(subpath), "");
  for (const [pattern, value] of [...table].sort(([a], [b]) => b.length - a.length)) {
    const [before = "", after] = pattern.split("*");
    if (after === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    if (subpath.length < before.length + after.length) continue;
    return pick(value, subpath.slice(before.length, subpath.length - after.length));
  }
  return undefined;
}

function hasSubpaths(exports: object): boolean {
  return Object.keys(exports).some((key) => key.startsWith("."));
}

function pick(value: unknown, star: string): string | undefined {
  if (typeof value === "string") return value.startsWith("./") ? value.replaceAll("*", star) : undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = pick(item, star);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [condition, nested] of Object.entries(value)) {
    if (!conditions.has(condition)) continue;
    const found = pick(nested, star);
    if (found !== undefined) return found;
  }
  return undefined;
}
