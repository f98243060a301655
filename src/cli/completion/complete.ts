import { isOrochiError } from "../../errors/base.ts";
import { type CommandLine, parseArgv } from "../argv.ts";
import { type Flag, flags } from "../flags.ts";
import { completeFiles, splitFileWord } from "./complete-files.ts";
import { completeGroups, type GroupListing } from "./complete-groups.ts";
import { completeKeys, type KeyTree } from "./complete-keys.ts";
import { splitWords, stripProgram } from "./words.ts";

/** What completion may ask the app. */
export interface CompletionApp {
  readonly cwd: string;
  /** Config groups as these overrides leave them: they may change the search path (H-CMP-010). */
  listing(overrides: readonly string[]): GroupListing;
  /** Config groups without regard to overrides, for lines that do not compose. */
  readonly anyListing: GroupListing;
  /** The keys of the config with these overrides. */
  keys(overrides: readonly string[], mode: "run" | "multirun"): KeyTree;
}

/** A command line up to the cursor, taken apart. */
export interface CompletionLine {
  /** The words before the one that is completed. */
  readonly before: readonly string[];
  readonly current: string;
  readonly command: CommandLine;
  readonly mode: "run" | "multirun";
}

/** `undefined` for a line whose flags make no sense. */
export function parseLine(line: string): CompletionLine | undefined {
  const { before, current } = splitWords(stripProgram(line));
  const command = attempt(() => parseArgv(before));
  return command && { before, current, command, mode: command.flags.has("multirun") ? "multirun" : "run" };
}

/** Words that may stand at the end of a command line, sorted (H-CMP-007). */
export function completeLine(line: string, app: CompletionApp): string[] {
  const { before, current } = splitWords(stripProgram(line));
  if (current.startsWith("-")) return completeFlags(current);
  const choices = choicesAfter(before.at(-1));
  if (choices !== undefined) return choices.filter((choice) => choice.startsWith(current)).sort();
  const parsed = parseLine(line);
  if (parsed === undefined) return [];
  const file = splitFileWord(current);
  if (file !== undefined)
    return completeFiles(file.file, app.cwd)
      .map((name) => file.key + name)
      .sort();
  return completeOverride(parsed, app);
}

function completeOverride({ current, command, mode }: CompletionLine, app: CompletionApp): string[] {
  const { overrides } = command;
  const listing = attempt(() => app.listing(overrides)) ?? app.anyListing;
  const tree = attempt(() => app.keys(overrides, mode));
  const groups = mayChange(current, tree) ? completeGroups(current, listing) : [];
  if (groups.length > 0 && current.includes("=")) return groups.sort();
  const keys = attempt(() => tree && completeKeys(current, tree)) ?? [];
  return [...new Set([...groups, ...keys])].sort();
}

/** `db@backup=` changes a choice that was made for that package: without one, only `+db@backup=` goes. */
function mayChange(word: string, tree: KeyTree | undefined): boolean {
  const [, key = ""] = /^([^+~=][^=]*@[^=]*)=/.exec(word) ?? [];
  if (key === "" || tree === undefined) return true;
  const choices = ["hydra", "runtime", "choices"].reduce<KeyTree | undefined>(childOf, tree);
  return choices === undefined || childOf(choices, key) !== undefined;
}

function childOf(tree: KeyTree | undefined, wanted: string): KeyTree | undefined {
  for (const [name, child] of tree?.children() ?? []) if (name === wanted) return child;
  return undefined;
}

/** What may follow a flag that takes one of a few words. */
function choicesAfter(word: string | undefined): readonly string[] | undefined {
  if (word === undefined || !word.startsWith("-")) return undefined;
  if (flags.shellCompletion.names.includes(word)) return completionRequests;
  const flag = Object.values<Flag>(flags).find(({ names }) => names.includes(word));
  return flag?.argument === "required" ? flag.choices : undefined;
}

/** What may follow `-sc`: its argument is written as an override. */
const completionRequests = ["setup", "remove", "install", "uninstall"].flatMap((action) =>
  ["bash", "zsh", "fish"].map((shell) => `${action}=${shell}`),
);

function completeFlags(word: string): string[] {
  const names = Object.values(flags).flatMap((flag) => flag.names);
  return names.filter((name) => name.startsWith(word)).sort();
}

/** A line that is half typed has mistakes in it: they are no reason to disturb who types (oddity 8). */
export function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (isOrochiError(error)) return undefined;
    throw error;
  }
}
