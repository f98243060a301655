import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes a file as a whole or not at all: who reads it never sees half of it, also when the disk is full or the process dies. */
export function writeWhole(file: string, text: string): void {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
