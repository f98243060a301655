import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { withCaseDirectory } from "../case-directory.ts";
import { sameErrorClass, sameValue } from "../compare.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { contentsOf, filesLeft, withoutTimes } from "../run-files.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
/** Below the repository, so that the packages that the programs import are found. */
const programs = path.join(repository, "node_modules", ".cache", `orochi-founding-${process.pid}`);
const examples: Readonly<Record<string, string>> = { hardcoded: "my_app.ts", group: "my_app_cli.ts" };

/** The founding examples as real programs: `examples/callbacks`. */
export const family: Family = {
  name: "founding",
  setUp: buildPrograms,
  tearDown: () => rmSync(programs, { recursive: true, force: true }),
  run: (input) => withCaseDirectory({}, (root) => runProgram(input, root)),
  matches,
};

/** Bundled, because starting a TypeScript loader 37 times takes longer than all the runs. Both are called `my_app`. */
async function buildPrograms(): Promise<void> {
  mkdirSync(programs, { recursive: true });
  const sources = (name: string): string => path.join(repository, "src", `${name}.ts`);
  await build({
    absWorkingDir: repository,
    entryPoints: Object.entries(examples).map(([variant, file]) => ({
      in: path.join(repository, "examples/callbacks", file),
      out: `${variant}/my_app`,
    })),
    outdir: programs,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    keepNames: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    alias: { orochi: sources("index"), "orochi/config": sources("config") },
    external: ["acorn", "js-yaml", "yaml", "zod"],
    logLevel: "error",
  });
}

/** Without its random pauses, and with errors that name their class. */
const settings = ["--import", "data:text/javascript,Math.random=()=>0.004"];

async function runProgram(input: ConformanceCase, root: string): Promise<Record<string, unknown>> {
  const program = path.join(programs, String(input["variant"]), "my_app.mjs");
  const { exit, stdout, stderr } = await run([...settings, program, ...(input["argv"] as string[])], root);
  return {
    exit,
    error: errorIn(stderr),
    stdout: withoutTimes(stdout, root).replace(/Took \d+\.\d\d seconds/g, "Took <SECONDS> seconds"),
    stderr,
    files: filesLeft(root, []),
    contents: contentsOf(root, Object.keys(inOurWords(input.expect["contents"] ?? {}) as object)),
  };
}

function run(
  args: readonly string[],
  cwd: string,
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const env = { ...process.env, OROCHI_FULL_ERROR: "1" };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({
        exit: typeof error?.code === "number" ? error.code : error === null ? 0 : 1,
        stdout,
        stderr,
      });
    });
  });
}

function errorIn(stderr: string): string | undefined {
  return /^([A-Z]\w+): /m.exec(stderr)?.[1];
}

function matches(expected: ConformanceCase["expect"], actual: unknown): boolean {
  const wanted = inOurWords(expected) as Record<string, unknown> & { readonly error?: unknown };
  const got = actual as Record<string, unknown>;
  const facts = ["exit", "stdout", "files", "contents"];
  if (!facts.every((fact) => sameValue(wanted[fact], got[fact]))) return false;
  const { error } = wanted;
  if (error === undefined) return true;
  return typeof error === "string" && typeof got["error"] === "string" && sameErrorClass(error, got["error"]);
}

/** A renamed log has another place among the files. */
function byCodeUnit(a: unknown, b: unknown): number {
  return a === b ? 0 : String(a) < String(b) ? -1 : 1;
}

/** The intended differences: a schema is no target, functions are named without module, and the log is named after the app. */
function inOurWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOurWords).toSorted(byCodeUnit);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [inOurWords(key), inOurWords(item)]),
    );
  if (typeof value !== "string") return value;
  return value
    .replaceAll("_target_: __main__.Config\n", "")
    .replaceAll("__main__.", "")
    .replaceAll("_implementations.log", "my_app.log");
}
