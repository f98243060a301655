import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Records that Orochi writes besides those of the reference (design D8). */
const ownRecords = /(?:^|\/)(?:\.hydra\/result\.json|journal\.jsonl|results\.(?:csv|json))$/;

/** Files that a run left behind, as the corpus lists them: sorted, without the inputs and without our own records. */
export function filesLeft(root: string, inputs: readonly string[]): string[] {
  const known = new Set(inputs.map((file) => path.normalize(file)));
  return walk(root, "")
    .filter((file) => !known.has(file) && !ownRecords.test(file))
    .sort()
    .map((file) => withoutTimes(file, root));
}

/** Text of the files that a case wants to see, by their normalised names. */
export function contentsOf(root: string, wanted: Iterable<string>): Record<string, string> {
  const actual = new Map(walk(root, "").map((file) => [withoutTimes(file, root), file]));
  return Object.fromEntries(
    [...wanted].map((name) => {
      const file = actual.get(name);
      return [
        name,
        file === undefined ? "" : withoutTimes(readFileSync(path.join(root, file), "utf8"), root),
      ];
    }),
  );
}

/** Dates, times and the working directory in the corpus' words. */
export function withoutTimes(text: string, root: string): string {
  return text
    .replaceAll(root, "<ROOT>")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}/g, "<DATE> <TIME>")
    .replace(/\d{4}-\d\d-\d\d\/\d\d-\d\d-\d\d/g, "<DATE>/<TIME>");
}

function walk(root: string, below: string): string[] {
  const directory = path.join(root, below);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(below, entry.name);
    return entry.isDirectory() ? walk(root, name) : [name];
  });
}
