// What shells run on Tab: answers from the index of the app, and starts the app only when the index does not know.

import { realpathSync, statSync, writeSync } from "node:fs";
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
    // Not through process.stdout, which is made when it is first looked at.
    writeSync(1, `${candidates.join(shell === "fish" ? "\n" : " ")}\n`);
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
  const [command, ...args] = app;
  if (command === undefined) return 1;
  // Loaded here alone: it takes longer than the whole answer from the index.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status } = spawnSync(command, [...args, "-sc", `query=${shell}`], {
    stdio: ["ignore", "inherit", "ignore"],
  });
  return status ?? 1;
}
