import { UsageError } from "../errors/hydra-errors.ts";
import { didYouMean, joinWords, nearest } from "../text/nearest.ts";
import { type Flag, type FlagName, flags } from "./flags.ts";

/** A command line, flags apart from overrides. */
export interface CommandLine {
  /** Given flags; those without an argument stand for `""`. */
  readonly flags: ReadonlyMap<FlagName, string>;
  readonly overrides: readonly string[];
}

/**
 * Takes a command line apart. Overrides and flags may stand in any order (H-CLI-001); `--` ends the flags.
 *
 * @throws {UsageError} for unknown flags, missing or wrong arguments.
 */
export function parseArgv(argv: readonly string[]): CommandLine {
  const given = new Map<FlagName, string>();
  const overrides: string[] = [];
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (!looksLikeFlag(word)) {
      overrides.push(word);
      continue;
    }
    const { name, value } = findFlag(word);
    const taken = takeArgument(name, value, words[index + 1]);
    if (taken.fromNext) index++;
    given.set(name, taken.value);
  }
  if (end !== -1) overrides.push(...argv.slice(end + 1));
  return { flags: given, overrides };
}

/** Words that begin with a dash are flags; negative numbers, a single dash and words with blanks are not. */
function looksLikeFlag(word: string): boolean {
  if (!word.startsWith("-") || word === "-") return false;
  return flagNamed(word) !== undefined || !(/^-\d+$|^-\d*\.\d+$/.test(word) || /^-[^=]*\s/.test(word));
}

interface FoundFlag {
  readonly name: FlagName;
  /** What followed the flag in the same word. */
  readonly value: string | undefined;
}

function findFlag(word: string): FoundFlag {
  const equals = word.indexOf("=");
  const spelling = equals < 0 ? word : word.slice(0, equals);
  const value = equals < 0 ? undefined : word.slice(equals + 1);
  const exact = flagNamed(spelling);
  if (exact !== undefined) return { name: exact, value };
  const candidates = abbreviated(spelling);
  const [only] = candidates;
  if (candidates.length > 1) throw ambiguous(spelling, candidates);
  if (only !== undefined) return { name: only, value };
  return attached(word) ?? unknown(spelling);
}

function entries(): [FlagName, Flag][] {
  return Object.entries(flags) as [FlagName, Flag][];
}

function flagNamed(spelling: string): FlagName | undefined {
  return entries().find(([, { names }]) => names.includes(spelling))?.[0];
}

function abbreviated(spelling: string): FlagName[] {
  const found = entries().filter(
    ([, { names, abbreviable }]) =>
      abbreviable && names.some((name) => name.startsWith(spelling) && spelling.length > 1),
  );
  return found.map(([name]) => name);
}

/** `-cjob`: the argument directly behind a flag of one letter. */
function attached(word: string): FoundFlag | undefined {
  if (word.startsWith("--")) return undefined;
  const name = flagNamed(word.slice(0, 2));
  return name === undefined || flags[name].argument === "none" ? undefined : { name, value: word.slice(2) };
}

function takeArgument(
  name: FlagName,
  value: string | undefined,
  next: string | undefined,
): { value: string; fromNext: boolean } {
  const { argument, choices, preset = "" }: Flag = flags[name];
  if (argument === "none") {
    if (value !== undefined) throw new UsageError("USAGE", `${spell(name)} takes no argument`);
    return { value: "", fromNext: false };
  }
  const fromNext = value === undefined && next !== undefined && !looksLikeFlag(next);
  const taken = fromNext ? next : value;
  if (taken === undefined) {
    if (argument === "optional") return { value: preset, fromNext: false };
    const expected = choices === undefined ? "an argument" : `one of ${choices.join(", ")}`;
    throw new UsageError("USAGE", `${spell(name)} needs ${expected}`);
  }
  if (choices !== undefined && !choices.includes(taken)) throw badChoice(name, taken, choices);
  return { value: taken, fromNext };
}

function spell(name: FlagName): string {
  return flags[name].names.at(-1) ?? name;
}

function badChoice(name: FlagName, value: string, choices: readonly string[]): UsageError {
  const near = didYouMean(value, choices);
  const override = value.includes("=")
    ? `to give an override as well, write ${spell(name)}=${choices[0]} ${value}`
    : undefined;
  return new UsageError("USAGE", `${spell(name)} cannot be '${value}'`, {
    hint: near ?? override ?? `it is one of ${choices.join(", ")}`,
  });
}

function ambiguous(spelling: string, names: readonly FlagName[]): UsageError {
  return new UsageError("USAGE", `Flag '${spelling}' is not unique`, {
    hint: `it may mean ${joinWords(names.map(spell), "or")}`,
  });
}

function unknown(spelling: string): never {
  const dashes = (name: string): string => /^-*/.exec(name)?.[0] ?? "";
  // Two flags of one letter have nothing in common that could be meant.
  const known = entries().flatMap(([, { names }]) =>
    names.filter((name) => spelling.length > 2 && dashes(name) === dashes(spelling)),
  );
  throw new UsageError("USAGE", `Unknown flag '${spelling}'`, {
    hint:
      didYouMean(spelling, nearest(spelling, known).slice(0, 1)) ??
      "--hydra-help lists the flags; overrides are written without dashes",
  });
}
