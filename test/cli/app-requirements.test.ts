/** Section 1.1 of the requirements (the entry of an app), and what of sections 10 and 12.5 an app meets. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { AppDefinition } from "../../src/cli/app.ts";
import { detectJobName } from "../../src/cli/job-name.ts";
import { runApp } from "../../src/cli/run-app.ts";
import { runContext, zen } from "../../src/index.ts";
import * as plugin from "../../src/plugin.ts";
import { memoryTerminal } from "../../src/testing/memory-terminal.ts";
import { withCaseDirectory } from "../conformance/case-directory.ts";

const conf = {
  "config.yaml": "x: 1\n",
  "other.yaml": "x: 2\n",
  "db/mysql.yaml": "port: 3306\n",
  "named.yaml": "x: 1\nd: ${hydra_override_dirname:}\n",
};

interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  argv: string,
  more: Partial<AppDefinition> = {},
  prepare?: (root: string) => void,
): Promise<Outcome> {
  return withCaseDirectory({ conf }, async (root) => {
    prepare?.(root);
    const terminal = memoryTerminal({ directory: root, argv: argv.split(" ").filter(Boolean), env: {} });
    const definition = { task: () => undefined, configPath: "conf", configName: "config", ...more };
    const { exitCode } = await runApp({ entry: path.join(root, "my_app.ts"), ...definition }, terminal);
    return { exit: exitCode, ...terminal.output() };
  });
}

test("H-APP-001 a task that is called with a config runs, and nothing else happens", async () => {
  expect(await zen(({ x }: { x: number }) => x * 2)({ x: 3 })).toBe(6);
});

describe("H-APP-002 exit codes", () => {
  test.for([
    ["hydra.output=none", 0],
    ["x=[", 1],
    ["nope=1", 1],
    ["--nope", 2],
    ["--cfg nope", 2],
  ] as const)("%s: %i", async ([argv, exit]) => {
    expect((await run(argv)).exit).toBe(exit);
  });
});

describe("where the configs of an app are", () => {
  const rows: readonly { id: string; argv: string; app?: Partial<AppDefinition>; out: RegExp }[] = [
    {
      id: "H-APP-003 no directory",
      argv: "--info searchpath",
      app: { configPath: undefined, configName: undefined },
      out: /^(?!.*\bmain\b)[^]*hydra[^]*schema/,
    },
    {
      id: "H-APP-004 no config",
      argv: "+a.b=1 --cfg job",
      app: { configName: undefined },
      out: /^a:\n {2}b: 1\n$/,
    },
    {
      id: "H-APP-004 the spelling is kept",
      argv: "-cn config.yaml --cfg hydra -p hydra.job.config_name",
      out: /^config\.yaml\n$/,
    },
    { id: "H-APP-005 a config of a group", argv: "-cn db/mysql --cfg job", out: /^db:\n {2}port: 3306\n$/ },
    { id: "H-APP-007 another name", argv: "-cn other --cfg job", out: /^x: 2\n$/ },
    { id: "H-APP-007 another directory", argv: "-cp conf/db -cn mysql --cfg job", out: /^port: 3306\n$/ },
    {
      id: "H-APP-007 another directory than none",
      argv: "-cp conf --cfg job",
      app: { configPath: "nowhere" },
      out: /^x: 1\n$/,
    },
    {
      id: "H-APP-012 a directory of a package",
      argv: "--cfg job",
      app: { configPath: "pkg://conf-package/conf" },
      out: /^x: 1\n$/,
    },
  ];
  test.for(rows)("$id", async ({ argv, app, out }) => {
    const seen = await run(argv, app, (root) => {
      mkdirSync(path.join(root, "node_modules/conf-package"), { recursive: true });
      writeFileSync(path.join(root, "node_modules/conf-package/package.json"), '{ "name": "conf-package" }');
      symlinkSync(path.join(root, "conf"), path.join(root, "node_modules/conf-package/conf"), "dir");
    });
    expect(seen.stderr).toBe("");
    expect(seen.stdout).toMatch(out);
    expect(seen.exit).toBe(0);
  });

  test("H-APP-012 an absolute directory", async () => {
    const seen = await withCaseDirectory({ conf }, async (other) =>
      run("--cfg job -cn other", { configPath: path.join(other, "conf") }),
    );
    expect(seen.stdout).toBe("x: 2\n");
  });

  test("H-APP-010 links to the app's file are followed", async () => {
    const seen = await withCaseDirectory({ conf, app: { "real.ts": "" } }, async (root) => {
      mkdirSync(path.join(root, "bin"));
      symlinkSync(path.join(root, "app/real.ts"), path.join(root, "bin/tool.ts"));
      const terminal = memoryTerminal({ directory: root, argv: ["--cfg", "job"], env: {} });
      const definition = { task: () => undefined, configPath: "../conf", configName: "config" };
      await runApp({ ...definition, entry: path.join(root, "bin/tool.ts") }, terminal);
      return terminal.output();
    });
    expect(seen.stdout).toBe("x: 1\n");
  });

  test("H-APP-008 a file is no directory", async () => {
    const seen = await run("", { configPath: "conf/config.yaml" });
    expect([seen.exit, seen.stderr]).toEqual([
      1,
      expect.stringMatching(/'conf\/config.yaml' is a file, not a directory\nhint: /),
    ]);
  });

  test("H-APP-006 versionBase is taken and ignored, with one warning", async () => {
    const seen = await run("hydra.output=none", { versionBase: "1.1" });
    expect([seen.exit, seen.stderr.match(/versionBase/g)?.length]).toEqual([0, 1]);
  });
});

test.for([
  ["/app/train.ts", {}, "train"],
  ["/app/my app.mts", {}, "my_app"],
  ["/app/a+b!.js", {}, "ab"],
  ["/app/train.v2.ts", {}, "train.v2"],
  ["/app/.ts", {}, "app"],
  ["/app/train.ts", { HYDRA_MAIN_MODULE: "pkg.sub.tool" }, "tool"],
  ["/app/train.ts", { FB_PAR_MAIN_MODULE: "tool" }, "tool"],
  [undefined, {}, "app"],
] as const)("H-APP-009 the job of %s with %j is called %s", ([entry, env, name]) => {
  expect(detectJobName(entry, env)).toBe(name);
});

test.for([
  ["the flags come first", "--nope x=[", { configPath: "nowhere" }, /Unknown flag '--nope'/],
  [
    "then the overrides, before any file is looked for",
    "x=[",
    { configPath: "nowhere" },
    /^Expected a value/,
  ],
  ["--version needs no config", "--version", { configPath: "nowhere" }, /^$/],
] as const)("H-APP-013 %s", async ([, argv, app, err]) => {
  expect((await run(argv, app)).stderr).toMatch(err);
});

describe("what a task asks of its run", () => {
  test("H-UTL-002, H-UTL-003 the hydra node, with the directory where the user is; it is read-only", async () => {
    const seen: unknown[] = [];
    const task = (): void => {
      const { hydra, outputDir } = runContext() as unknown as {
        hydra: { runtime: { cwd: string }; job: { name: string } };
        outputDir: string;
      };
      seen.push(path.relative(hydra.runtime.cwd, outputDir), hydra.job.name);
      try {
        hydra.job.name = "other";
      } catch (error) {
        seen.push((error as { code: string }).code);
      }
    };
    expect((await run("hydra.run.dir=out hydra.job.chdir=false", { task })).exit).toBe(0);
    expect(seen).toEqual(["out", "my_app", "CONFIG_READONLY"]);
  });
  test("H-APL-013, H-APL-014 the overrides as a directory's name, as a field and as a resolver", async () => {
    const seen = await run("--cfg all --resolve -cn named x=2 +b=c");
    expect(seen.stdout).toMatch(/\nd: \+b=c,x=2\n/);
    expect(seen.stdout).toMatch(/\n {4}override_dirname: \+b=c,x=2\n/);
  });
  test("H-UTL-003 outside of a run there is none", () => {
    expect(() => runContext()).toThrow(/outside of a job/);
  });
  test("H-UTL-004 values as override texts", () => {
    const text = (value: unknown): string => plugin.printValue(plugin.fromRawValue(value) ?? null);
    expect([text({ a: [1, "x y", null, true] }), text("1")]).toEqual(["{a:[1,x\\ y,null,true]}", "'1'"]);
  });
});

describe("plugins", () => {
  test("H-PLG-001 every kind has its interface or base in orochi/plugin", () => {
    const { BasicLauncher, BasicSweeper, FileSource, SearchPath, LogJobReturn } = plugin;
    for (const kind of [BasicLauncher, BasicSweeper, FileSource, SearchPath, LogJobReturn])
      expect(kind).toBeTypeOf("function");
  });
  test("H-PLG-003 launchers and sweepers are what the app registered; others are refused by name", async () => {
    const seen = await run("-m x=1,2 hydra.launcher._target_=Mine");
    expect([seen.exit, seen.stderr]).toEqual([1, expect.stringContaining("Target 'Mine' cannot be found")]);
  });
  test("H-PLG-004 a scheme has one source", async () => {
    const seen = await run("--cfg job", {
      sources: { file: () => new plugin.StoreSource({ entries: new plugin.StoreEntries() } as never) },
    });
    expect(seen.exit).toBe(1);
  });
  test("H-PLG-005 a package brings configs by a place on the search path, before its schemas", async () => {
    const seen = await run("--info searchpath", { searchPath: ["../shared"] });
    expect(seen.stdout).toMatch(/main [^]*\bapp\b[^]*schema/);
  });
});
