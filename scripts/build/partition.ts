import type { Metafile } from "esbuild";
import type { PartDeclaration } from "./parts.ts";

/** The name of what is loaded at once. */
export const core = "core";

/** Which script each module of the library is in, by the module's path from the root of the repository. */
export type Partition = ReadonlyMap<string, string>;

/** Puts every module that `entries` or a part need into the core or into one part. */
export function partition(
  { inputs }: Pick<Metafile, "inputs">,
  entries: readonly string[],
  parts: readonly PartDeclaration[],
): Partition {
  const late = new Map<string, string>();
  for (const { name, files } of parts) {
    for (const file of files) {
      const members = Object.keys(inputs).filter((module) => isIn(module, `src/${file}`));
      if (members.length === 0) throw new Error(`the part '${name}' names src/${file}, which is not there`);
      for (const module of members) if (!late.has(module)) late.set(module, name);
    }
  }
  const placed = new Map<string, string>();
  const place = (name: string, roots: readonly string[]): void => {
    const open = [...roots];
    for (let module = open.pop(); module !== undefined; module = open.pop()) {
      if (placed.has(module)) continue;
      placed.set(module, name);
      for (const { path, external, kind } of inputs[module]?.imports ?? []) {
        if (external === true) continue;
        if (kind === "dynamic-import") throw new Error(`${module} says import()`);
        if (late.get(path) === undefined || late.get(path) === name) open.push(path);
      }
    }
  };
  place(core, entries);
  for (const { name } of parts)
    place(
      name,
      [...late.keys()].filter((module) => late.get(module) === name),
    );
  return placed;
}

function isIn(module: string, wanted: string): boolean {
  return wanted.endsWith("/") ? module.startsWith(wanted) : module === wanted;
}
