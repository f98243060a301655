import path from "node:path";
import { existsSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { HydraException, UsageError } from "../../errors/hydra-errors.ts";
import { configDifferences } from "../../jobs/config-differences.ts";
import { findRuns, type FoundRun } from "../../jobs/find-runs.ts";
import { readRunConfig } from "../../jobs/read-run.ts";
import { resultOf } from "../../jobs/write-results.ts";
import { resultsTable } from "../results-table.ts";
import type { Terminal } from "../terminal.ts";
import { bestRows } from "./best-runs.ts";
import { runsTable, summarise } from "./list-runs.ts";
import { runAsData, showRun } from "./show-run.ts";

export const runsHelp = `Look at what runs and sweeps left behind.

  orochi runs [DIR ...]                 runs and sweeps below the directories, newest first
  orochi runs show DIR                  one of them: its jobs, or its results
  orochi runs diff DIR DIR              what differs between the configs of two jobs
  orochi runs best --by METRIC [DIR ...]  the jobs with the smallest value of a metric

  --max            with best: the largest value is the best
  -n, --limit N    show at most so many
  --format json    print JSON instead of tables

DIR is a directory of a run, a job or a sweep; \`last\` is the newest below this directory. Without DIR, this directory is searched.
A metric is a number that the task returned, or reported with context.report(), by its key; a returned number is called \`value\`.
`;

const options = {
  by: { type: "string" },
  max: { type: "boolean", default: false },
  limit: { type: "string", short: "n" },
  format: { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} as const satisfies ParseArgsConfig["options"];

type Values = ReturnType<typeof parse>["values"];

/** `orochi runs …`: reads records, changes nothing. */
export function runsCommand(argv: readonly string[], terminal: Terminal): void {
  const { values, positionals } = parse(argv);
  if (values.help) {
    terminal.stdout.write(runsHelp);
    return;
  }
  const print = (data: () => unknown, lines: () => readonly string[]): void => {
    const text = values.format === "json" ? JSON.stringify(data(), undefined, 2) : lines().join("\n");
    terminal.stdout.write(`${text}\n`);
  };
  const cwd = terminal.cwd();
  const [first = "", ...rest] = positionals;
  switch (first) {
    case "show": {
      const found = one(rest, cwd, "show");
      return print(
        () => runAsData(found),
        () => showRun(found, cwd, limitOf(values)),
      );
    }
    case "diff": {
      const lines = differences(rest, cwd);
      return print(
        () => lines,
        () => (lines.length === 0 ? ["The configs are the same"] : lines),
      );
    }
    case "best":
      return best(rest, values, cwd, print);
    default: {
      const found = summarise(everything(positionals, cwd));
      const shown = found.slice(0, limitOf(values));
      return print(
        () => shown,
        () =>
          shown.length === 0 ? [`There are no runs below ${describe(positionals)}`] : runsTable(shown, cwd),
      );
    }
  }
}

function parse(argv: readonly string[]) {
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
    if (parsed.values.format === "text" || parsed.values.format === "json") return parsed;
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
  throw usage("--format is text or json");
}

function limitOf({ limit }: Values): number | undefined {
  if (limit === undefined) return undefined;
  const count = Number(limit);
  if (Number.isInteger(count) && count > 0) return count;
  throw usage(`--limit takes a positive integer, not '${limit}'`);
}

function best(
  directories: readonly string[],
  values: Values,
  cwd: string,
  print: (data: () => unknown, lines: () => readonly string[]) => void,
): void {
  const { by, max } = values;
  if (by === undefined) throw usage("`runs best` needs --by METRIC");
  const rows = bestRows(everything(directories, cwd), { by, max, count: limitOf(values) ?? 5 });
  print(
    () => rows.map((row) => resultOf(row, cwd)),
    () => resultsTable(rows, { directoriesFrom: cwd }),
  );
}

function differences(directories: readonly string[], cwd: string): string[] {
  const [first, second, more] = directories;
  if (first === undefined || second === undefined || more !== undefined)
    throw usage("`runs diff` takes two directories");
  const config = (directory: string) => readRunConfig(path.resolve(cwd, directory));
  return configDifferences(config(first), config(second));
}

function one(directories: readonly string[], cwd: string, command: string): FoundRun {
  const [directory, more] = directories;
  if (directory === undefined || more !== undefined) throw usage(`\`runs ${command}\` takes one directory`);
  if (directory === "last") return newest(cwd);
  const [found] = findRuns(existing(directory, cwd));
  if (found?.directory === path.resolve(cwd, directory)) return found;
  throw new HydraException("FILE_UNREADABLE", `${directory} is not the directory of a run or a sweep`, {
    hint:
      found === undefined
        ? "`orochi runs` lists those below this directory"
        : `\`orochi runs ${directory}\` lists those below it`,
  });
}

function newest(cwd: string): FoundRun {
  const [last] = summarise(findRuns(cwd));
  if (last !== undefined) return last;
  throw new HydraException("FILE_UNREADABLE", "There are no runs below this directory", {
    hint: "name the directory of one",
  });
}

function* everything(directories: readonly string[], cwd: string): Generator<FoundRun> {
  if (directories.length === 0) yield* findRuns(cwd);
  for (const directory of directories) {
    if (directory === "last") yield newest(cwd);
    else yield* findRuns(existing(directory, cwd));
  }
}

function existing(directory: string, cwd: string): string {
  const place = path.resolve(cwd, directory);
  if (existsSync(place)) return place;
  throw new HydraException("FILE_UNREADABLE", `There is no directory ${directory}`, {
    hint: "`orochi runs` lists those below this directory",
  });
}

function describe(directories: readonly string[]): string {
  return directories.length === 0 ? "this directory" : directories.join(", ");
}

function usage(summary: string): UsageError {
  return new UsageError("USAGE", summary, { hint: "`orochi runs --help` shows how it is called" });
}
