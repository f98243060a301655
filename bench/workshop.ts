import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("..", import.meta.url));

/**
 * A fresh folder with the given files, in which `orochi` is this repository's build as it is published: nothing is kept beside it that
 * other programs left. Removed when the process exits. It is in `TMPDIR`: what files cost depends on where that is.
 */
export function makeWorkshop(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(path.join(tmpdir(), "orochi-bench-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  installBuild(path.join(directory, "node_modules"));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return directory;
}

function installBuild(modules: string): void {
  const dist = path.join(repository, "dist");
  if (!existsSync(path.join(dist, "index.js")))
    spawnSync("npm", ["run", "build"], { cwd: repository, stdio: "inherit" });
  const installed = path.join(modules, "orochi");
  mkdirSync(path.join(installed, "dist"), { recursive: true });
  const manifest = path.join(repository, "package.json");
  copyFileSync(manifest, path.join(installed, "package.json"));
  for (const name of readdirSync(dist).filter((file) => /\.c?js$/.test(file)))
    copyFileSync(path.join(dist, name), path.join(installed, "dist", name));
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(manifest, "utf8")) as Record<
    "dependencies" | "peerDependencies",
    Record<string, string>
  >;
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const link = path.join(modules, name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(repository, "node_modules", name), link);
  }
}

/** `k0: 0` to `k<count - 1>: …`: every tenth value is text, every hundredth a float. */
export function flatYaml(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}: ${sample(index)}\n`).join("");
}

function sample(index: number): string {
  if (index % 100 === 0) return `${index}.5`;
  return index % 10 === 0 ? `text ${index}` : String(index);
}
