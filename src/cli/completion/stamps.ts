import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Files and directories with what tells a change of them. */
export type Stamps = Readonly<Record<string, string>>;

/** More files than these are not watched: an app with so many is asked every time. */
const maxFiles = 5000;

export function isCurrent(stamps: Stamps): boolean {
  return Object.entries(stamps).every(([file, stamp]) => stampOf(file) === stamp);
}

/**
 * Stamps of all that an app's answers depend on: the directories of its configs, and the app's own modules, as far as they are
 * imported by relative paths.
 *
 * @returns `undefined` when it cannot be told, or would take too long to check.
 */
export function takeStamps(entry: string, configDirectories: readonly string[]): Stamps | undefined {
  const stamps: Record<string, string> = Object.create(null) as Record<string, string>;
  try {
    const isWhole =
      configDirectories.every((directory) => addDirectory(directory, stamps)) && addModule(entry, stamps);
    return isWhole ? stamps : undefined;
  } catch {
    // Something that cannot be read cannot be watched either.
    return undefined;
  }
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return "-";
  return stats.isDirectory() ? `${stats.mtimeMs}` : `${stats.mtimeMs} ${stats.size}`;
}

function addDirectory(root: string, stamps: Record<string, string>): boolean {
  let left = maxFiles;
  const open = [root];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    const stamp = stampOf(directory);
    if (stamps[directory] !== undefined) continue;
    stamps[directory] = stamp;
    if (stamp === "-") continue;
    for (const name of readdirSync(directory)) {
      if (left-- === 0) return false;
      const file = path.join(directory, name);
      if (name.endsWith(".yaml")) stamps[file] = stampOf(file);
      else if (name !== "node_modules" && isDirectory(file)) open.push(file);
    }
  }
  return true;
}

function isDirectory(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** `from "./x"`, `import("./x")`, `require("./x")`. */
const imports = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"'\n]+)["']/g;
const endings = [
  "",
  ".ts",
  ".js",
  ".mts",
  ".mjs",
  ".cts",
  ".cjs",
  ".tsx",
  ".jsx",
  ".json",
  "/index.ts",
  "/index.js",
];

function addModule(file: string, stamps: Record<string, string>): boolean {
  if (file in stamps) return true;
  stamps[file] = stampOf(file);
  if (file.endsWith(".json")) return true;
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(imports)) {
    // Where an alias leads is not known here.
    if (/^[#~]|^@\//.test(specifier)) return false;
    if (!specifier.startsWith(".")) continue;
    const found = resolveModule(path.resolve(path.dirname(file), specifier));
    if (found === undefined) return false;
    if (!addModule(found, stamps)) return false;
  }
  return true;
}

/** Sources are often named by the `.js` that they become. */
function resolveModule(place: string): string | undefined {
  const source = place.replace(/\.([cm]?)js$/, ".$1ts");
  const candidates = [...endings.map((ending) => place + ending), source];
  return candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
