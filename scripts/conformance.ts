/**
 * Runs the corpus: `npm run conformance -- [DIR] [--file NAME] [--id ID] [--verbose] [--json]`.
 * Exits with 0 only if every case passes or is listed as a deliberate deviation (and no listed case passes).
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  familyNames,
  fileOf,
  type FamilyName,
  type FamilyReport,
  readCases,
  runFamily,
} from "../test/conformance/run-family.ts";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: "string", multiple: true },
    id: { type: "string" },
    verbose: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const ownCases = fileURLToPath(new URL("../test/conformance/cases", import.meta.url));
const directory = path.resolve(positionals[0] ?? ownCases);
const wanted = new Set(flags.file?.map((name) => name.replace(/\.jsonl?$/, "")));
const unknown = [...wanted].filter((name) => !(familyNames as readonly string[]).includes(name));
if (unknown.length > 0) {
  console.error(`no family '${unknown.join("', '")}'; there are ${familyNames.join(", ")}`);
  process.exit(2);
}

const reports: FamilyReport[] = [];
for (const name of familyNames) {
  if (wanted.size > 0 && !wanted.has(name)) continue;
  const report = await reportOf(name);
  if (report === undefined) continue;
  reports.push(report);
  if (!flags.json) print(report);
}
finish(reports);

async function reportOf(name: FamilyName): Promise<FamilyReport | undefined> {
  if (!existsSync(path.join(directory, fileOf(name)))) {
    if (!flags.json)
      console.log(`${fileOf(name)} is not in ${path.relative(process.cwd(), directory) || "."}`);
    return undefined;
  }
  const cases = readCases(directory, name).filter(({ id }) => flags.id === undefined || id === flags.id);
  if (flags.id !== undefined && cases.length === 0) return undefined;
  return runFamily(name, cases, { foreign: directory !== ownCases });
}

function print({ file, passed, total, deviations, failures, stale }: FamilyReport): void {
  const extra =
    stale.length > 0 ? `, ${stale.length} listed as deviations but passing: ${stale.join(" ")}` : "";
  console.log(`${file} ${passed}/${total} passed, ${deviations} deviations${extra}`);
  if (!flags.verbose) return;
  for (const { id, input, expected, actual } of failures) {
    const { expect: _, ...rest } = input;
    console.log(
      `\n${id}\n  input    ${JSON.stringify(rest)}\n  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`,
    );
  }
}

function finish(all: readonly FamilyReport[]): void {
  const sum = (of: (report: FamilyReport) => number): number =>
    all.reduce((total, report) => total + of(report), 0);
  const failures = sum(({ failures: list }) => list.length);
  const stale = sum(({ stale: list }) => list.length);
  const totals = {
    total: sum((r) => r.total),
    passed: sum((r) => r.passed),
    deviations: sum((r) => r.deviations),
    failures,
    stale,
  };
  if (flags.json) console.log(JSON.stringify({ directory, totals, files: all }, undefined, 1));
  else
    console.log(
      `total ${totals.passed}/${totals.total} passed, ${totals.deviations} deviations, ${failures} failed, ${stale} stale`,
    );
  process.exitCode = failures + stale === 0 && totals.total > 0 ? 0 : 1;
}
