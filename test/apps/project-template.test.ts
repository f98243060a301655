import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compose } from "orochi";
import { toObject } from "orochi/config";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { targets } from "../../examples/project-template/src/fit/targets.ts";
import { App } from "./rig.ts";

const configPath = fileURLToPath(new URL("../../examples/project-template/conf", import.meta.url));
const options = readdirSync(configPath, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".yaml") && path.dirname(name) !== ".")
  .map((name) =>
    name
      .split(path.sep)
      .join("/")
      .replace(/\.yaml$/, ""),
  )
  .map((name) => ({ group: path.posix.dirname(name), option: path.posix.basename(name) }))
  .sort((a, b) => `${a.group}/${a.option}`.localeCompare(`${b.group}/${b.option}`));
const evalGroups = new Set(["data", "extras", "hydra", "logger", "model", "paths", "trainer"]);

/** A config with all interpolations followed. */
function composed(configName: string, ...overrides: string[]): unknown {
  return toObject(compose({ configPath, configName, overrides }), { resolve: true });
}

function targetsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "_target_" in value ? [String(value._target_)] : [];
  return [...own, ...Object.values(value).flatMap(targetsIn)];
}

/** Composes, and answers the targets that nothing stands for. */
function unknownTargets(configName: string, ...overrides: string[]): string[] {
  return targetsIn(composed(configName, ...overrides)).filter((name) => targets.find(name) === undefined);
}

describe("every option of every group composes, and names registered targets only (H-DEF)", () => {
  test.for(options)("train: $group=$option", ({ group, option }) => {
    expect(unknownTargets("train", `${group}=${option}`)).toEqual([]);
  });

  const forEval = options.filter(({ group }) => evalGroups.has(group.split("/")[0] ?? ""));
  test.for(forEval)("eval: $group=$option", ({ group, option }) => {
    expect(unknownTargets("eval", "ckpt_path=best.json", `${group}=${option}`)).toEqual([]);
  });

  const named = (wanted: string) =>
    options.filter(({ group }) => group === wanted).map(({ option }) => `${wanted}=${option}`);
  const pairs = named("experiment").flatMap((experiment) =>
    [...named("debug"), ...named("hparams_search")].map((second) => ({ experiment, second })),
  );
  test.for(pairs)("together: $experiment $second", ({ experiment, second }) => {
    expect(unknownTargets("train", experiment, second)).toEqual([]);
  });
});

test.for([
  {
    id: "an experiment changes values inside of the options that it chooses",
    overrides: ["experiment=parabola"],
    want: {
      model: { net: { degree: 2 }, optimizer: { momentum: 0.9, learning_rate: 0.02 } },
      tags: ["parabola", "degree 2"],
    },
  },
  {
    id: "an experiment may build on another",
    overrides: ["experiment=robust_parabola"],
    want: {
      model: { net: { degree: 2 }, loss: { _target_: "fit.losses.Absolute" } },
      data: { noise: { share: 0.05 } },
    },
  },
  {
    id: "the command line wins over an experiment, for groups and values",
    overrides: ["experiment=robust_line", "model/loss=squared", "model.optimizer.learning_rate=1"],
    want: { model: { loss: { _target_: "fit.losses.Squared" }, optimizer: { learning_rate: 1 } } },
  },
  {
    id: "debug wins over an experiment",
    overrides: ["experiment=wave", "debug=default"],
    want: { task_name: "debug", logger: null, callbacks: null, trainer: { max_epochs: 1 } },
  },
  {
    id: "several options of one group",
    overrides: ["logger=[csv,console]"],
    want: { logger: { csv: { digits: 6 }, console: { prefix: "train" } } },
  },
  {
    id: "one of several callbacks switched off",
    overrides: ["callbacks.early_stop=null"],
    want: { callbacks: { early_stop: null, keep_best: { monitor: "validation/loss" } } },
  },
  {
    id: "an option inside of an option that is off by default",
    overrides: ["callbacks/progress=sparse", "trainer=quick"],
    want: { callbacks: { progress: { every: 30 } } },
  },
  {
    id: "values of one group follow those of another",
    overrides: ["data=wave", "model=fourier", "data.curve.period=0.25", "seed=3"],
    want: { model: { net: { period: 0.25 }, seed: 3 }, data: { seed: 3 } },
  },
])("$id", ({ overrides, want }) => {
  expect(composed("train", ...overrides)).toMatchObject(want);
});

describe("the programs", () => {
  let app: App;
  beforeAll(() => {
    app = App.example("project-template");
  });
  afterAll(() => app[Symbol.dispose]());
  const train = (...args: string[]) => app.run(args, { entry: "src/train.ts" });

  test("train writes metrics and weights into a directory of its own, eval reads them", async () => {
    expect(await train()).toMatchObject({
      exitCode: 0,
      stderr: "",
      stdout:
        "INFO    2 weights to train\n" +
        "INFO    stopped after epoch 70: nothing gained since epoch 30\n" +
        "INFO    train/loss = 0.002201\nINFO    validation/loss = 0.002903\nINFO    test/loss = 0.001783\n",
    });
    const [run] = readdirSync(path.join(app.directory, "logs/train/runs"));
    expect(run).toMatch(/^\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}$/);
    const directory = `logs/train/runs/${run}`;
    expect(app.files().filter((name) => name.startsWith("logs/"))).toEqual(
      [
        ".hydra/config.yaml",
        ".hydra/hydra.yaml",
        ".hydra/overrides.yaml",
        ".hydra/result.json",
        "checkpoints/best.json",
        "metrics.json",
        "tags.txt",
        "train.log",
      ].map((name) => `${directory}/${name}`),
    );
    const metrics = JSON.parse(app.read(`${directory}/metrics.json`));
    expect(Object.keys(metrics)).toEqual(["train/loss", "validation/loss", "test/loss"]);
    expect(app.read(`${directory}/train.log`)).toMatch(
      /^\d\d:\d\d:\d\d fit\.callbacks INFO 2 weights to train\n/,
    );

    const checkpoint = `${directory}/checkpoints/best.json`;
    const evaluated = await app.run([`ckpt_path=${checkpoint}`, "hydra.run.dir=tested", "logger=csv"], {
      entry: "src/eval.ts",
    });
    expect(evaluated).toMatchObject({ exitCode: 0, stderr: "" });
    expect(evaluated.stdout).toMatch(/^INFO {4}weights of epoch 70: test\/loss = 0\.001783\n$/);
    expect(app.read("tested/history.csv")).toMatch(/^epoch,metric,value\n0,test\/loss,0\.0017\d+\n$/);
  });

  test("eval wants weights", async () => {
    const { exitCode, stderr } = await app.run(["hydra.run.dir=untested"], { entry: "src/eval.ts" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Missing mandatory value: ckpt_path");
    expect(stderr).toContain("conf/eval.yaml:");
  });

  test("an experiment, on a machine with a local config", async () => {
    app.write({
      "conf/local/default.yaml": "# @package _global_\ntags: [mine]\nhydra:\n  run:\n    dir: experiment\n",
    });
    const { exitCode, stdout, stderr } = await train("experiment=wave", "callbacks.early_stop=null");
    app.write({ "conf/local/default.yaml": "" });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^INFO {4}5 weights to train\n/);
    expect(app.read("experiment/tags.txt")).toBe("mine\n");
    const lines = app.read("experiment/history.jsonl").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toHaveLength(13);
    expect(app.read("experiment/history.csv")).toContain("\n60,validation/loss,0.00");
  });

  test("a search runs every combination and ranks the jobs", async () => {
    const { exitCode, stdout, stderr } = await train(
      "hparams_search=learning_rate",
      "trainer=quick",
      "hydra.sweep.dir=sweep",
      "callbacks=none",
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Launching 6 jobs locally\n\t#0 : model\.optimizer\.learning_rate=0\.3 trainer\.batch_size=8/,
    );
    expect(stdout).toMatch(/best of 6: #\d model\.optimizer.*\nvalidation\/loss = 0\.00\d+\n/);
    const { metric, jobs } = JSON.parse(app.read("sweep/ranking.json"));
    expect(metric).toBe("validation/loss");
    expect(jobs).toHaveLength(6);
    for (const { num, value } of jobs)
      expect(JSON.parse(app.read(`sweep/${num}/metrics.json`))).toMatchObject({ "validation/loss": value });
  });

  test("debug shows everything and keeps to its own folder", async () => {
    const { exitCode, stdout } = await train("debug=default", "experiment=network");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Orochi \d/); // the report of a run with debugging on (H-LOG-003)
    expect(stdout).toMatch(/^DEBUG {3}train: 84 points$/m);
    expect(app.files().filter((name) => /^logs\/debug\/runs\/[^/]+\/debug\.log$/.test(name))).toHaveLength(1);
  });
});

test("the commented command lines of the README are those of the options", () => {
  const text = readFileSync(path.join(configPath, "../README.md"), "utf8");
  for (const [, group, option] of text.matchAll(/\b(experiment|hparams_search|debug|local)=(\w+)/g))
    expect(options).toContainEqual({ group, option });
});
