import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Directories by name, each with its files by relative path. */
export type CaseTree = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Runs `use` in a fresh directory that holds the given ones; all of it is removed when `use` has ended. */
export async function withCaseDirectory<T>(tree: CaseTree, use: (root: string) => Promise<T>): Promise<T> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-case-")));
  try {
    for (const [directory, files] of Object.entries(tree)) {
      mkdirSync(path.join(root, directory), { recursive: true });
      for (const [name, text] of Object.entries(files)) writeIn(path.join(root, directory, name), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function writeIn(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
