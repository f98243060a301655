import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("..", import.meta.url));

/** A fresh folder with the given files, in which `orochi` is this repository's build. Removed when the process exits. */
export function makeWorkshop(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(path.join(tmpdir(), "orochi-bench-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(path.join(directory, "node_modules"));
  symlinkSync(repository, path.join(directory, "node_modules/orochi"), "dir");
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return directory;
}

/** `k0: 0` to `k<count - 1>: …`: every tenth value is text, every hundredth a float. */
export function flatYaml(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}: ${sample(index)}\n`).join("");
}

function sample(index: number): string {
  if (index % 100 === 0) return `${index}.5`;
  return index % 10 === 0 ? `text ${index}` : String(index);
}
