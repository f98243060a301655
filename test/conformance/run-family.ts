import { readFileSync } from "node:fs";
import path from "node:path";
import { describeError, matchesExpectation } from "./compare.ts";
import type { Deviation } from "./deviation.ts";
import { deviations } from "./deviations.ts";
import type { CaseResult, ConformanceCase, Family } from "./family.ts";

export const familyNames = [
  "overrides",
  "yaml_load",
  "yaml_dump",
  "interpolation",
  "merge",
  "typed",
  "access",
  "compose",
  "multirun",
  "cli",
  "completion",
  "instantiate",
  "callbacks",
  "founding",
] as const;
export type FamilyName = (typeof familyNames)[number];

export interface FamilyReport {
  readonly file: string;
  readonly total: number;
  /** Cases that answered as expected. */
  readonly passed: number;
  /** Cases that differ and are listed as deliberate. */
  readonly deviations: number;
  /** Cases that differ and are not listed. */
  readonly failures: readonly CaseResult[];
  /** Cases that are listed as deviations and pass: the list is wrong. */
  readonly stale: readonly string[];
}

/** The file that holds a family's cases. */
export function fileOf(name: FamilyName): string {
  return name === "founding" ? "founding.json" : `${name}.jsonl`;
}

/** The cases of one corpus file. `founding.json` holds runs instead of lines: each run is a case. */
export function readCases(directory: string, name: FamilyName): ConformanceCase[] {
  const text = readFileSync(path.join(directory, fileOf(name)), "utf8");
  if (name === "founding") return readFounding(text);
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as ConformanceCase);
}

export async function loadFamily(name: FamilyName): Promise<Family> {
  const module = (await import(`./families/${name.replaceAll("_", "-")}.ts`)) as { family: Family };
  return module.family;
}

/**
 * Runs the cases of one family. In a corpus that is not the project's own, whose ids the list cannot know, a differing case
 * also counts as a deviation when it shows an oddity of the reference that the list says Orochi does not copy.
 */
export async function runFamily(
  name: FamilyName,
  cases: readonly ConformanceCase[],
  { foreign = false }: { readonly foreign?: boolean } = {},
): Promise<FamilyReport> {
  const family = await loadFamily(name);
  const list = deviations[name] ?? [];
  const listed = deviatingIds(list);
  const shunned = foreign ? shunnedOddities(list) : new Set<number>();
  const isDeviation = ({ id, input }: CaseResult): boolean =>
    listed.has(id) || odditiesOf(input).some((oddity) => shunned.has(oddity));
  const results: CaseResult[] = [];
  await family.setUp?.();
  try {
    for (const input of cases) results.push(await runCase(family, input));
  } finally {
    await family.tearDown?.();
  }
  const differing = results.filter((result) => !result.passed);
  return {
    file: fileOf(name),
    total: results.length,
    passed: results.length - differing.length,
    deviations: differing.filter(isDeviation).length,
    failures: differing.filter((result) => !isDeviation(result)),
    stale: results.filter(({ id, passed }) => passed && listed.has(id)).map(({ id }) => id),
  };
}

async function runCase(family: Family, input: ConformanceCase): Promise<CaseResult> {
  const actual = await answerOf(family, input);
  const passed = family.matches?.(input.expect, actual, input) ?? matchesExpectation(input.expect, actual);
  return { id: input.id, passed, expected: input.expect, actual, input };
}

async function answerOf(family: Family, input: ConformanceCase): Promise<unknown> {
  try {
    return await family.run(input);
  } catch (error) {
    return describeError(error);
  }
}

function deviatingIds(list: readonly Deviation[]): Set<string> {
  return new Set(list.flatMap(({ ids }) => ids));
}

/** Oddities of the reference that a family's deviations refer to, by the numbers of the corpus' READMEs. */
function shunnedOddities(list: readonly Deviation[]): Set<number> {
  return new Set(
    list.flatMap(({ spec }) => [...spec.matchAll(/oddity (\d+)/g)].map((match) => Number(match[1]))),
  );
}

function odditiesOf({ oddity }: ConformanceCase): readonly number[] {
  if (oddity === undefined) return [];
  return typeof oddity === "number" ? [oddity] : oddity;
}

interface FoundingFile {
  readonly variants: readonly { readonly name: string; readonly runs: readonly Record<string, unknown>[] }[];
}

function readFounding(text: string): ConformanceCase[] {
  const file = JSON.parse(text) as FoundingFile;
  return file.variants.flatMap(({ name, runs }) =>
    runs.map((run, index) => ({
      ...run,
      id: `founding-${name}-${String(index).padStart(3, "0")}`,
      variant: name,
      expect: run,
    })),
  );
}
