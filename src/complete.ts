// What shells run on Tab: answers from the index of the app, and starts the app only when the index does not know.

import { spawnSync } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import process from "node:process";
import { completeLine, parseLine } from "./cli/completion/complete.ts";
import {
  type IndexEntry,
  keysOf,
  listingOf,
  NotIndexed,
  readIndexEntry,
} from "./cli/completion/completion-index.ts";

const [shell = "bash", ...app] = process.argv.slice(2);
const line = process.env["COMP_LINE"] ?? "";
process.exitCode = answer() ? 0 : askApp();

function answer(): boolean {
  const file = app.findLast((word) => statSync(word, { throwIfNoEntry: false })?.isFile() === true);
  const words = parseLine(line)?.before;
  if (file === undefined || words === undefined) return false;
  const entry = readIndexEntry(realpathSync(file), words, process.cwd(), process.env);
  if (entry === undefined) return false;
  try {
    const candidates = complete(entry);
    process.stdout.write(`${candidates.join(shell === "fish" ? "\n" : " ")}\n`);
    return true;
  } catch (error) {
    if (error instanceof NotIndexed) return false;
    throw error;
  }
}

function complete(entry: IndexEntry): string[] {
  const listing = listingOf(entry);
  return completeLine(line, {
    cwd: process.cwd(),
    listing: () => listing,
    anyListing: listing,
    keys: () => keysOf(entry.keys ?? []),
  });
}

function askApp(): number {
  const [command = "", ...args] = app;
  const { status } = spawnSync(command, [...args, "-sc", `query=${shell}`], {
    stdio: ["ignore", "inherit", "ignore"],
  });
  return status ?? 1;
}
