import { readFileSync } from "node:fs";
import path from "node:path";
import { load } from "js-yaml";
import { builtinEntries } from "../src/builtin/builtin-entries.ts";
import { composeConfig } from "../src/compose/compose.ts";
import { parseOverrides } from "../src/overrides/parse.ts";
import { ConfigRepository } from "../src/sources/repository.ts";
import { standardSearchPath } from "../src/sources/search-path.ts";
import { standardSchemes } from "../src/sources/source-schemes.ts";
import { compose } from "../src/zen/compose.ts";
import { compare, type Figure, type Suite } from "./harness.ts";
import { flatYaml, makeWorkshop } from "./workshop.ts";

const groups = 40;
const optionsPerGroup = 5;
/** As many trees as a cold run composes: each is read for the first time. */
const coldTrees = 40;

const tiny = "x: 1\ny: 2\nz: text\n";
const treeFiles = filesOfTree();
const usedFiles = ["config", ...Array.from({ length: groups }, (_, index) => `g${index}/o0`)];

export const suite: Suite = {
  name: "compose",
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
      await warm("a config of 3 lines", at("tiny"), ["config"], 89.8),
      await warm(
        `${groups} entries over ${groups * optionsPerGroup} group files`,
        at("tree"),
        usedFiles,
        503,
      ),
      await cold(at("cold")),
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

/** Trees that no process has seen yet. A pair that runs out of them starts over, which is rare enough. */
function cold(prefix: string): Promise<Figure> {
  let composed = 0;
  let parsed = 0;
  return compare({
    name: `${groups} entries over ${groups * optionsPerGroup} group files, cold`,
    run: () => compose({ configPath: prefix + (composed++ % coldTrees), configName: "config" }),
    yardstick: "js-yaml of the same files",
    runYardstick: () => read(prefix + (parsed++ % coldTrees), usedFiles),
    runs: 12,
  });
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
      files[`g${group}/o${option}`] = optionYaml(option);
  }
  files["config"] = `defaults:\n${items.join("")}- _self_\nseed: 1\n`;
  return files;
}

function optionYaml(option: number): string {
  const keys = Array.from({ length: 10 }, (_, index) => `k${index}: ${index}\nt${index}: text ${option}\n`);
  return `${keys.join("")}nested:\n  rate: 0.1\n  layers: [1, 2, 3]\n`;
}
