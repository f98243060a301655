/**
 * The import rule of the house (CONTRIBUTING, "Import order"): a folder of `src/` imports only from folders above it in the
 * list. `zen/` and `cli/` are where everything meets, so they may look down as well.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const order = [
  "text",
  "errors",
  "config",
  "schema",
  // What users call: it takes schemas too, so it stands below them.
  "config/api",
  "overrides",
  "sources",
  "compose",
  "targets",
  "instantiate",
  "zen",
  "sweep",
  "launch",
  "callbacks",
  "jobs",
  "cli",
  "builtin",
  // What `orochi/testing` publishes; nothing else imports it.
  "testing",
] as const;
const meetingPlaces = new Set<string>(["zen", "cli", "builtin", "testing"]);

const source = fileURLToPath(new URL("../src", import.meta.url));
const problems = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .flatMap((entry) => problemsOf(path.relative(source, path.join(entry.parentPath, entry.name))));

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? "import order: clean" : `import order: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function problemsOf(file: string): string[] {
  const from = folderOf(file);
  if (from === undefined) return [];
  const text = readFileSync(path.join(source, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)].flatMap((match) => {
    const target = path.normalize(path.join(path.dirname(file), match[1] ?? ""));
    const problem = problemOf(from, target);
    return problem === undefined ? [] : [`src/${file}: imports ${target}: ${problem}`];
  });
}

function problemOf(from: string, target: string): string | undefined {
  const to = folderOf(target);
  if (to === undefined) return "a published entry; import the file that defines the thing";
  if (to === from || meetingPlaces.has(from)) return undefined;
  const [fromRank, toRank] = [rank(from), rank(to)];
  return toRank <= fromRank ? undefined : `${to}/ comes after ${from}/ in the import order`;
}

function folderOf(file: string): string | undefined {
  const [first, ...rest] = file.split(path.sep);
  if (first === "config" && rest[0] === "api") return "config/api";
  return rest.length === 0 ? undefined : first;
}

function rank(folder: string): number {
  const index = (order as readonly string[]).indexOf(folder);
  if (index === -1)
    throw new Error(`src/${folder} has no place in the import order of scripts/check-import-order.ts`);
  return index;
}
