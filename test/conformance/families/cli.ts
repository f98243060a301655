import path from "node:path";
import type { AppDefinition } from "../../../src/cli/app.ts";
import { runApp } from "../../../src/cli/run-app.ts";
import { OrochiError } from "../../../src/errors/base.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import { nodeOf } from "../../../src/config/view.ts";
import { type MemoryTerminal, memoryTerminal } from "../../../src/testing/memory-terminal.ts";
import { sameErrorClass, sameValue } from "../compare.ts";
import { withCaseDirectory } from "../case-directory.ts";
import { type ComposeInputs, storeOf } from "../compose-fixture.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { contentsOf, filesLeft, withoutTimes } from "../run-files.ts";

export interface CliCase extends ConformanceCase, ComposeInputs {
  readonly argv: readonly string[];
}

export const family: Family = {
  name: "cli",
  run: (input) => {
    const given = input as CliCase;
    return withCaseDirectory({ conf: given.files ?? {}, ...given.searchpath }, (root) =>
      runCase(given, root),
    );
  },
  matches,
};

async function runCase(input: CliCase, root: string): Promise<Record<string, unknown>> {
  const terminal = memoryTerminal({
    directory: root,
    argv: input.argv,
    script: path.join(root, "my_app.py"),
  });
  const { exitCode, error } = await runApp(definitionOf(input, root, terminal), terminal);
  const { stdout, stderr } = terminal.output();
  return {
    exit: exitCode,
    error: error instanceof Error ? error.name : undefined,
    isOurs: error instanceof OrochiError,
    stdout: inWordsOfCorpus(withoutTimes(stdout, root)),
    stderr,
    files: filesLeft(root, inputsOf(input)),
    contents: contentsOf(root, Object.keys((input.expect["contents"] as object | undefined) ?? {})),
  };
}

/** The fixed app: prints its config, and fails if it is told to (README-compose). */
export function definitionOf(input: ComposeInputs, root: string, terminal: MemoryTerminal): AppDefinition {
  return {
    task: (config: { readonly fail?: unknown }) => {
      terminal.stdout.write(`${dumpYaml(nodeOf(config))}\n`);
      if ("fail" in config && config.fail === true) throw new Error("told to fail");
    },
    configName: input.config_name ?? undefined,
    configPath: "conf",
    entry: path.join(root, "my_app.py"),
    jobName: "my_app",
    store: storeOf(input.store ?? []),
  };
}

export function inputsOf({ files = {}, searchpath = {} }: ComposeInputs): string[] {
  const inputs = Object.keys(files).map((file) => path.join("conf", file));
  for (const [name, more] of Object.entries(searchpath))
    inputs.push(...Object.keys(more).map((file) => path.join(name, file)));
  return inputs;
}

/** Names of our own for what ships (README-compose). */
function inWordsOfCorpus(text: string): string {
  return text
    .replaceAll("orochi:BasicLauncher", "hydra._internal.core_plugins.basic_launcher.BasicLauncher")
    .replaceAll("orochi:BasicSweeper", "hydra._internal.core_plugins.basic_sweeper.BasicSweeper")
    .replaceAll("builtin://orochi", "pkg://hydra.conf");
}

function matches(expected: ConformanceCase["expect"], actual: unknown): boolean {
  const got = actual as Record<string, unknown>;
  const stdout = String(got["stdout"]);
  if (got["exit"] !== expected["exit"]) return false;
  if (!sameError(expected["error"], got)) return false;
  if (!sameValue(expected["files"], got["files"])) return false;
  if (expected["contents"] !== undefined && !sameValue(expected["contents"], got["contents"])) return false;
  if (expected["stdout"] !== undefined && expected["stdout"] !== stdout) return false;
  if (expected["table"] !== undefined && !sameValue(expected["table"], tableIn(stdout))) return false;
  return (
    hasGroups(expected["groups"], stdout) &&
    hasConfig(expected["config_text"], stdout) &&
    hasFlags(expected["flags"], stdout)
  );
}

function sameError(expected: unknown, got: Record<string, unknown>): boolean {
  if (expected === undefined) return got["exit"] === 0 || got["isOurs"] === true;
  return (
    typeof got["error"] === "string" && typeof expected === "string" && sameErrorClass(expected, got["error"])
  );
}

function hasGroups(groups: unknown, stdout: string): boolean {
  const lines = new Set(stdout.split("\n"));
  return Object.entries((groups ?? {}) as Record<string, string[]>).every(([group, options]) =>
    lines.has(`${group}: ${options.join(", ")}`),
  );
}

function hasConfig(text: unknown, stdout: string): boolean {
  return text === undefined || (typeof text === "string" && stdout.includes(text));
}

function hasFlags(flags: unknown, stdout: string): boolean {
  return ((flags ?? []) as string[]).every((flag) => stdout.includes(flag));
}

function tableIn(stdout: string): string[][] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
