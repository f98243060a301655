import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../../text/write-whole.ts";

/** How a block came into a file, for whoever takes it out again. */
type Joint = "" | " (after a line break)" | " (in a new file)";

/**
 * Puts lines into a file that people edit as well, between two comments that name their owner. What was there for that owner is
 * replaced. A link is followed, and the file keeps its permissions.
 */
export function addBlock(file: string, owner: string, lines: string): void {
  removeBlock(file, owner);
  const before = read(file);
  const joint: Joint = before === undefined ? " (in a new file)" : jointAfter(before);
  const lineBreak = joint === " (after a line break)" ? "\n" : "";
  const block = `${opening(owner)}${joint}\n${lines}\n${closing(owner)}\n`;
  write(file, (before ?? "") + lineBreak + block);
}

/**
 * Takes the lines of an owner out again: afterwards the file is what it was before.
 *
 * @returns whether there were any.
 */
export function removeBlock(file: string, owner: string): boolean {
  const text = read(file);
  const start = text?.indexOf(opening(owner)) ?? -1;
  const end = text?.indexOf(closing(owner), start) ?? -1;
  if (text === undefined || start === -1 || end === -1) return false;
  const first = text.slice(start, text.indexOf("\n", start));
  const before = text.slice(0, first.endsWith(" (after a line break)") ? start - 1 : start);
  const rest = before + text.slice(end + closing(owner).length + 1);
  if (rest === "" && first.endsWith(" (in a new file)")) rmSync(file);
  else write(file, rest);
  return true;
}

function jointAfter(text: string): Joint {
  return text === "" || text.endsWith("\n") ? "" : " (after a line break)";
}

function opening(owner: string): string {
  return `# >>> shell completion of ${owner} >>>`;
}

function closing(owner: string): string {
  return `# <<< shell completion of ${owner} <<<`;
}

function read(file: string): string | undefined {
  const isThere = statSync(file, { throwIfNoEntry: false }) !== undefined;
  return isThere ? readFileSync(file, "utf8") : undefined;
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const stats = statSync(file, { throwIfNoEntry: false });
  const real = stats === undefined ? file : realpathSync(file);
  writeWhole(real, text);
  if (stats !== undefined) chmodSync(real, stats.mode);
}
