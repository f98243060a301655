import { readFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { load } from "js-yaml";
import { builtinEntries } from "../src/builtin/builtin-entries.ts";
import { runApp } from "../src/cli/run-app.ts";
import { composeConfig } from "../src/compose/compose.ts";
import { parseOverrides } from "../src/overrides/parse.ts";
import { ConfigRepository } from "../src/sources/repository.ts";
import { standardSearchPath } from "../src/sources/search-path.ts";
import { standardSchemes } from "../src/sources/source-schemes.ts";
import { compose } from "../src/zen/compose.ts";
import { compare, type Figure, figureOf, type Suite } from "./harness.ts";
import { flatYaml, makeWorkshop } from "./workshop.ts";

const groups = 40;
const optionsPerGroup = 5;
/** Every tree is read for the first time: by the yardstick, then by us. The first half warms up the code. */
const coldTrees = 160;
const plannedJobs = 10_000;

const tiny = "x: 1\ny: 2\nz: text\n";
const treeFiles = filesOfTree();
const usedFiles = ["config", ...Array.from({ length: groups }, (_, index) => `g${index}/o0`)];

export const suite: Suite = {
  name: "compose",
  notes: () => heapNotes,
  async figures(): Promise<Figure[]> {
    const files = Object.entries(treeFiles).flatMap(([name, text]) => [
      [`tree/${name}.yaml`, text] as const,
      ...Array.from({ length: coldTrees }, (_, index) => [`cold${index}/${name}.yaml`, text] as const),
    ]);
    const directory = makeWorkshop({
      "tiny/config.yaml": tiny,
      "flat/config.yaml": flatYaml(10_000),
      ...Object.fromEntries(files),
    });
    const at = (name: string): string => path.join(directory, name);
    return [
      await warm("a config of 3 lines", at("tiny"), ["config"], 89.8, 5000),
      await warm(
        `${groups} entries over ${groups * optionsPerGroup} group files`,
        at("tree"),
        usedFiles,
        503,
        500,
      ),
      cold(at("cold")),
      await plan(at("tree")),
      await sweptJobs(at("tree")),
      await warm("10,000 keys", at("flat"), ["config"], 2315),
      await compare({
        name: `compose() from its options, ${groups} entries, files known`,
        run: () => compose({ configPath: at("tree"), configName: "config" }),
        yardstick: "js-yaml of the same files",
        runYardstick: () => read(at("tree"), usedFiles),
      }),
    ];
  },
};

/** The same repository again and again, as the jobs of a sweep use it. */
function warm(
  name: string,
  directory: string,
  used: readonly string[],
  referenceMs: number,
  warmUp?: number,
): Promise<Figure> {
  const repository = new ConfigRepository(
    standardSearchPath(`file://${directory}`),
    standardSchemes({ builtin: builtinEntries() }),
  );
  return compare({
    name: `${name}, warm`,
    run: () => composeConfig({ repository, configName: "config", overrides: [], mode: "run" }),
    yardstick: "js-yaml of the same files",
    runYardstick: () => read(directory, used),
    referenceMs,
    ...(warmUp === undefined ? {} : { warmUp }),
  });
}

/** Jobs of a sweep over the tree: each has a value and an option of its own. */
function sweptJobs(directory: string): Promise<Figure> {
  const repository = new ConfigRepository(
    standardSearchPath(`file://${directory}`),
    standardSchemes({ builtin: builtinEntries() }),
  );
  let job = 0;
  return compare({
    name: `a composed job of a plan over ${groups} entries`,
    run: () => {
      const overrides = parseOverrides([`g0.k0=${job}`, `g1=o${job++ % optionsPerGroup}`]);
      return composeConfig({ repository, configName: "config", overrides, mode: "job" });
    },
    yardstick: "js-yaml of the same files",
    runYardstick: () => read(directory, usedFiles),
  });
}

/** Trees that this process has not seen yet, with code that it has run. A whole composition: repository, search path and all. */
function cold(prefix: string): Figure {
  const pairs: [number, number][] = [];
  for (let tree = 0; tree < coldTrees; tree++) {
    const directory = `${prefix}${tree}`;
    const before = performance.now();
    sinks[0] = read(directory, usedFiles);
    const between = performance.now();
    sinks[1] = compose({ configPath: directory, configName: "config" });
    pairs.push([performance.now() - between, between - before]);
  }
  return figureOf(
    {
      name: `${groups} entries over ${groups * optionsPerGroup} group files, cold`,
      yardstick: "reading and js-yaml of the files used",
    },
    pairs.slice(coldTrees / 2),
  );
}

const sinks: unknown[] = [];
const heapNotes: string[] = [];

/** `--plan` of many jobs, each composed, checked and hashed: the sweeper, the planner and the command line as users run them. */
async function plan(directory: string): Promise<Figure> {
  const used = Math.round(plannedJobs / 100);
  const heaps: string[] = [];
  const collect = garbageCollector();
  let lines = 0;
  const argv = [
    "-m",
    "--plan",
    "--format",
    "json",
    `g0.k0=range(${plannedJobs / optionsPerGroup})`,
    "g1=glob(*)",
  ];
  const figure = await compare({
    name: `a plan of ${plannedJobs} jobs over ${groups} entries`,
    run: () =>
      runQuietly(directory, argv, (text) => {
        if (!text.includes("\n") || ++lines % (plannedJobs / 4) !== 0 || heaps.length >= 4) return;
        collect();
        heaps.push(`${(process.memoryUsage().heapUsed / 1e6).toFixed(1)} MB`);
      }),
    yardstick: `reading and js-yaml of the files used, ${used} times`,
    runYardstick: () => {
      for (let round = 0; round < used; round++) read(directory, usedFiles);
    },
    runs: 1,
  });
  heapNotes.push(`heap in use after each quarter of the plan: ${heaps.join(", ")}`);
  return figure;
}

async function runQuietly(
  directory: string,
  argv: readonly string[],
  onOutput: (text: string) => void,
): Promise<number> {
  let errors = "";
  const script = path.join(directory, "app.ts");
  const { exitCode } = await runApp(
    { task: () => {}, configPath: directory, configName: "config", entry: script },
    {
      argv,
      script,
      cwd: () => directory,
      chdir: () => {},
      env: process.env,
      stdout: { write: onOutput },
      stderr: { write: (text) => (errors += text) },
      setExitCode: () => {},
      onInterrupt: () => () => {},
      leave: async () => {},
    },
  );
  if (exitCode !== 0) throw new Error(errors);
  return exitCode;
}

function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

function read(directory: string, names: readonly string[]): unknown[] {
  return names.map((name) => load(readFileSync(path.join(directory, `${name}.yaml`), "utf8")));
}

function filesOfTree(): Record<string, string> {
  const files: Record<string, string> = {};
  const items: string[] = [];
  for (let group = 0; group < groups; group++) {
    items.push(`- g${group}: o0\n`);
    for (let option = 0; option < optionsPerGroup; option++)
      files[`g${group}/o${option}`] = optionYaml(`${group}.${option}`);
  }
  files["config"] = `defaults:\n${items.join("")}- _self_\nseed: 1\n`;
  return files;
}

function optionYaml(option: string): string {
  const keys = Array.from({ length: 10 }, (_, index) => `k${index}: ${index}\nt${index}: text ${option}\n`);
  return `${keys.join("")}nested:\n  rate: 0.1\n  layers: [1, 2, 3]\n`;
}
