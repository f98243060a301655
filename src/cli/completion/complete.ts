import type { ConfigNode } from "../../config/node.ts";
import { isOrochiError } from "../../errors/base.ts";
import { type CommandLine, parseArgv } from "../argv.ts";
import { flags } from "../flags.ts";
import { completeFiles, splitFileWord } from "./complete-files.ts";
import { completeGroups, type GroupListing } from "./complete-groups.ts";
import { completeKeys } from "./complete-keys.ts";
import { splitWords, stripProgram } from "./words.ts";

/** What completion may ask the app. */
export interface CompletionApp {
  readonly cwd: string;
  /** Config groups as these overrides leave them: they may change the search path (H-CMP-010). */
  listing(overrides: readonly string[]): GroupListing;
  /** Config groups without regard to overrides, for lines that do not compose. */
  readonly anyListing: GroupListing;
  /** The config with these overrides. */
  compose(overrides: readonly string[], mode: "run" | "multirun"): ConfigNode;
}

/** Words that may stand at the end of a command line, sorted (H-CMP-007). */
export function completeLine(line: string, app: CompletionApp): string[] {
  const { before, current } = splitWords(stripProgram(line));
  if (current.startsWith("-")) return completeFlags(current);
  const command = attempt(() => parseArgv(before));
  if (command === undefined) return [];
  const file = splitFileWord(current);
  if (file !== undefined)
    return completeFiles(file.file, app.cwd)
      .map((name) => file.key + name)
      .sort();
  return completeOverride(current, command, app);
}

function completeOverride(
  word: string,
  { flags: given, overrides }: CommandLine,
  app: CompletionApp,
): string[] {
  const listing = attempt(() => app.listing(overrides)) ?? app.anyListing;
  const groups = completeGroups(word, listing);
  if (groups.length > 0 && word.includes("=")) return groups.sort();
  const mode = given.has("multirun") ? "multirun" : "run";
  const keys = attempt(() => completeKeys(word, app.compose(overrides, mode))) ?? [];
  return [...new Set([...groups, ...keys])].sort();
}

function completeFlags(word: string): string[] {
  const names = Object.values(flags).flatMap((flag) => flag.names);
  return names.filter((name) => name.startsWith(word)).sort();
}

/** A line that is half typed has mistakes in it: they are no reason to disturb who types (oddity 8). */
function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (isOrochiError(error)) return undefined;
    throw error;
  }
}
