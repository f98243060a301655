const conditions = new Set(["orochi", "node", "import", "default"]);

/**
 * Where a package's `exports` put a directory: `"./conf/*": "./dist/conf/*"` puts `conf/db` into `./dist/conf/db`.
 *
 * @returns `undefined` when they do not list the directory: it lies where its name says; `null` when they close it.
 */
export function exportedDirectory(exports: unknown, directory: string): string | null | undefined {
  if (directory === "" || typeof exports !== "object" || exports === null || Array.isArray(exports))
    return undefined;
  let best: { readonly listed: string; readonly target: unknown } | undefined;
  for (const [pattern, target] of Object.entries(exports)) {
    const listed = /^\.\/(.+?)\/?(?:\*.*)?$/.exec(pattern)?.[1];
    if (listed === undefined || listed.includes("*")) continue;
    if (directory !== listed && !directory.startsWith(`${listed}/`)) continue;
    if (best === undefined || listed.length > best.listed.length) best = { listed, target };
  }
  if (best === undefined) return undefined;
  const target = targetOf(best.target);
  if (target === null || target === undefined) return target;
  const base = target.replace(/\*.*$/, "").replace(/\/$/, "");
  return base + directory.slice(best.listed.length);
}

/** The target under the conditions of Node; the first that fits counts. */
function targetOf(target: unknown): string | null | undefined {
  if (typeof target === "string" || target === null) return target;
  if (Array.isArray(target)) return target.map(targetOf).find((each) => each !== undefined);
  if (typeof target !== "object") return undefined;
  for (const [condition, value] of Object.entries(target ?? {})) {
    const found = conditions.has(condition) ? targetOf(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
