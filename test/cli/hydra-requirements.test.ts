import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { AppDefinition } from "../../src/cli/app.ts";
import { runApp } from "../../src/cli/run-app.ts";
import { version } from "../../src/cli/version.ts";
import { OrochiError } from "../../src/errors/base.ts";
import { runContext } from "../../src/jobs/run-context.ts";
import { memoryTerminal } from "../../src/testing/memory-terminal.ts";
import { withCaseDirectory } from "../conformance/case-directory.ts";

// One row for each fact of sections 5 to 9 and 13 that no other test holds. The IDs stand in the names.

const conf = {
  "config.yaml":
    "defaults: [{db: mysql}, _self_]\nx: 1\nurl: ${db.port}/${hydra:job.name}\nlst: [1, 2]\nmiss: ???\nnul: null\n",
  "db/mysql.yaml": "port: 3306\n",
  "db/sqlite.yaml": "port: 0\n",
  "bare.yaml": "x: 1\n",
  "text.yaml": "- hello\n",
  "dup.yaml": "defaults: [{db: mysql}, {db: sqlite}]\n",
  "self.yaml": "defaults: [_self_, _self_]\n",
  "must.yaml": "defaults: [{db: ???}]\n",
  "cfg_merge.yaml": "defaults: [{db: mysql}, lists]\n",
  "lists.yaml": "db: [1]\n",
  "word.yaml": "defaults: [{nope db: mysql}]\n",
  "search.yaml": "defaults: [deep]\n",
  "deep.yaml": "hydra: {searchpath: [file:///nowhere]}\n",
  "help.yaml":
    'defaults: [bare]\nhydra:\n  help: {app_name: Kiln, header: "H ${hydra.help.app_name}", footer: F, template: "${hydra.help.header}|$APP_CONFIG_GROUPS|$CONFIG|$$|${hydra.help.footer}"}\n',
  "many.yaml": "defaults: [{db: [mysql, sqlite]}]\n",
};

interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly error: unknown;
}

async function run(argv: string | readonly string[], more: Partial<AppDefinition> = {}): Promise<Outcome> {
  return withCaseDirectory({ conf }, async (root) => {
    const words = typeof argv === "string" ? argv.split(" ").filter(Boolean) : argv;
    const terminal = memoryTerminal({ directory: root, argv: words, env: {} });
    const definition = { task: () => undefined, configPath: "conf", configName: "config", ...more };
    const { exitCode, error } = await runApp(
      { ...definition, entry: path.join(root, "my_app.ts") },
      terminal,
    );
    const { stdout, stderr } = terminal.output();
    return { exit: exitCode, stdout, stderr, error };
  });
}

interface Row {
  readonly id: string;
  readonly argv: string | readonly string[];
  readonly app?: Partial<AppDefinition>;
  readonly exit?: number;
  readonly out?: RegExp | string;
  readonly err?: RegExp | string;
}

function holds(rows: readonly Row[]): void {
  test.for(rows)("$id", async ({ argv, app, exit = 0, out = "", err = "" }) => {
    const seen = await run(argv, app);
    expect(seen.stderr).toMatch(err);
    expect(seen.stdout).toMatch(out);
    expect(seen.exit).toBe(exit);
    expect(seen.error instanceof OrochiError).toBe(exit !== 0);
    expect(seen.stderr === "").toBe(exit === 0 && err === "");
  });
}

const bare = { configName: "bare" };

describe("the hydra node", () => {
  holds([
    {
      id: "H-HYD-001 the groups that ship",
      argv: "--hydra-help",
      out: /hydra\/hydra_logging: .*default, disabled, hydra_debug, none\nhydra\/job_logging: .*default, disabled, none, stdout\n/,
    },
    { id: "H-HYD-011 modes by name", argv: "hydra.mode=RUN --cfg hydra -p hydra.mode", out: "RUN\n" },
    { id: "H-HYD-011 modes by number", argv: "hydra.mode=2 --cfg hydra -p hydra.mode", out: "MULTIRUN\n" },
    { id: "H-HYD-011 not in lower case", argv: "hydra.mode=run", exit: 1, err: /hydra\.mode/ },
    { id: "H-RES-003 versions", argv: "+v=${node_version:major} --cfg job --resolve -p v", out: /^\d+\n$/ },
    { id: "H-RES-003 unknown level", argv: "+v=${python_version:nope} --cfg job --resolve", out: /v: null/ },
    {
      id: "H-RES-005 two runs of one process have clocks of their own",
      argv: "+v=${now:%Y} --cfg job --resolve -p v",
      out: /^'?\d{4}'?\n$/,
    },
  ]);
});

describe("flags", () => {
  holds([
    {
      id: "H-CLI-003 --version before everything",
      argv: "--version --help --cfg job -r -m",
      out: `Orochi ${version}\n`,
    },
    { id: "H-CLI-003 --help before --cfg", argv: "--help --cfg job", out: /== Config groups ==/ },
    {
      id: "H-CLI-003 one command",
      argv: "--run --multirun",
      exit: 1,
      err: /--run and --multirun do not go together/,
    },
    {
      id: "H-CLI-003 --resolve goes with another",
      argv: "--resolve",
      exit: 1,
      err: /--resolve goes with --cfg or --help/,
    },
    { id: "H-CLI-010 --help", argv: "x=2 --help", out: /\nx: 2\n/ },
    { id: "H-CLI-010 -h", argv: "-h", out: /\ndb: mysql, sqlite\n/ },
    { id: "H-CLI-011 --hydra-help", argv: "--hydra-help", out: /hydra\/launcher: / },
    { id: "H-CLI-012 -v", argv: "-v", out: /^Orochi \d/ },
    { id: "H-CLI-013 job", argv: "-c job", app: bare, out: /^x: 1\n$/ },
    { id: "H-CLI-013 hydra", argv: "--cfg hydra", out: /^hydra:\n/ },
    { id: "H-CLI-013 all", argv: "--cfg all", app: bare, out: /^hydra:\n[^]*\nx: 1\n$/ },
    { id: "H-CLI-014 --resolve", argv: "--cfg job --resolve -p url", out: "3306/my_app\n" },
    { id: "H-CLI-014 --help --resolve", argv: "--help --resolve", out: /\nurl: 3306\/my_app\n/ },
    { id: "H-CLI-015 --package", argv: "--cfg job --package db", out: "# @package db\nport: 3306\n" },
    {
      id: "H-CLI-015 alone",
      argv: "-p db hydra.output=none",
      err: "warning: --package has no effect without --cfg\n",
    },
    { id: "H-CLI-016 --run", argv: "-r hydra.mode=MULTIRUN hydra.output=none", err: /--run was given/ },
    { id: "H-CLI-017 --multirun", argv: "x=1,2 -m hydra.output=none", out: /Launching 2 jobs[^]*#1 : x=2/ },
    { id: "H-CLI-018 install", argv: "-sc install=bash", out: /^complete -o nospace -o default -F/m },
    {
      id: "H-CLI-018, H-CMP-001 uninstall",
      argv: "--shell-completion uninstall=fish",
      out: /complete -c \$runner -e/,
    },
    { id: "H-CLI-019 --config-path", argv: "--config-path conf/db -cn sqlite --cfg job", out: "port: 0\n" },
    { id: "H-CLI-020 --config-name", argv: "-cn bare --cfg job", out: "x: 1\n" },
    { id: "H-CLI-021 --config-dir", argv: "-cd conf/db +mysql@a=sqlite", exit: 1, err: /mysql/ },
    {
      id: "H-CLI-021 --config-dir is searched",
      argv: "-cd conf/db -cn mysql --cfg job",
      out: "port: 3306\n",
    },
    {
      id: "H-CLI-022 no such file",
      argv: "--experimental-rerun nope.json",
      exit: 1,
      err: /There is no saved job config nope\.json/,
    },
    {
      id: "H-CLI-023 everything",
      argv: "--info",
      out: /Plugins[^]*Config search path[^]*Defaults Tree[^]*Defaults List[^]*Config/,
    },
    { id: "H-CLI-025, H-ERR-102 sweeps fail under --cfg", argv: "x=1,2 --cfg job", exit: 1, err: /x=1,2/ },
  ]);
});

describe("help", () => {
  holds([
    {
      id: "H-CLI-030 --hydra-help needs no config of the app",
      argv: "--hydra-help -cn nowhere",
      out: /== Flags ==/,
    },
    {
      id: "H-CLI-031, H-CLI-035 templates of one's own",
      argv: "--help -cn help",
      out: "H Kiln|db: mysql, sqlite\n|x: 1\n|$|F\n",
    },
    {
      id: "H-CLI-031 unknown placeholder",
      argv: ["--help", "hydra.help.template=$NOSUCH"],
      exit: 1,
      err: /unknown placeholder '\$NOSUCH'/,
    },
    { id: "H-CLI-032 a line for each flag", argv: "--hydra-help", out: /^-c,--cfg WHAT +: \S/m },
    { id: "H-CLI-032 install lines of all shells", argv: "--hydra-help", out: /^ {4}zsh .*install=zsh/m },
    { id: "H-CLI-033 groups and options, sorted", argv: "--help", out: /^db: mysql, sqlite$/m },
    { id: "H-CLI-034 the config follows", argv: "--help -cn bare", out: /== Config ==\n[^]*\n\nx: 1\n/ },
  ]);
});

describe("--cfg and --info", () => {
  holds([
    {
      id: "H-CLI-040 hydra without its help",
      argv: "--cfg hydra",
      out: /^(?![^]*\n {2}hydra_help:)(?![^]*\n {2}help:)/,
    },
    { id: "H-CLI-041 _global_ is everything", argv: "--cfg job -p _global_ -cn bare", out: "x: 1\n" },
    {
      id: "H-CLI-041 null is not there",
      argv: "--cfg job -p nul",
      exit: 1,
      err: /Package 'nul' is not in the job config/,
    },
    { id: "H-CLI-041 a value is bare", argv: "--cfg job -p db.port", out: "3306\n" },
    { id: "H-CLI-042 text stays", argv: "--cfg job", out: "url: ${db.port}/${hydra:job.name}\n" },
    { id: "H-CLI-042 nothing is {}", argv: "--cfg job", app: { configName: undefined }, out: "{}\n" },
    { id: "H-CLI-043 missing shows", argv: "+yy=${miss} --cfg job --resolve", out: /\nyy: \?\?\?\n/ },
    { id: "H-CLI-043 but cannot be chosen", argv: "+yy=${miss} --cfg job --resolve -p yy", exit: 1 },
    { id: "H-CLI-043 unknown keys", argv: "+y=${nowhere} --cfg job --resolve", exit: 1, err: /nowhere/ },
    {
      id: "H-CLI-050 titles are underlined",
      argv: "--info searchpath",
      out: /\nConfig search path\n\*{18}\n/,
    },
    { id: "H-CLI-051 plugins", argv: "--info plugins", out: /ConfigSource:\n\tbuiltin:\/\/\n/ },
    { id: "H-CLI-052 search path", argv: "--info searchpath", out: /\| main +\| file:\/\/.*conf +\|/ },
    {
      id: "H-CLI-053 defaults",
      argv: "--info defaults",
      out: /\| db\/mysql +\| db +\| False +\| config +\|/,
    },
    { id: "H-CLI-054 tree", argv: "--info defaults-tree", out: /\n {2}config:\n {4}db: mysql\n {4}_self_\n/ },
    { id: "H-CLI-055 config", argv: "--info config", out: /Defaults Tree[^]*Defaults List[^]*x: 1/ },
    {
      id: "H-CLI-056 mistakes are brief",
      argv: "--info config nope=1",
      exit: 1,
      err: /^'nope' is not in the config\n/,
    },
  ]);
});

describe("completion", () => {
  test.for<[id: string, words: string, candidates: string]>([
    ["H-CMP-008 siblings", "x", "x="],
    ["H-CMP-008 a value", "x=", "x=1"],
    ["H-CMP-008 missing is empty", "miss=", "miss="],
    ["H-CMP-008 null is nothing", "nul=", ""],
    ["H-CMP-009 options", "db=", "db=mysql db=sqlite"],
    ["H-CMP-009 items of lists", "lst.", "lst.0= lst.1="],
    ["H-CMP-009 only groups behind a mistake", "nope=1 d", "db="],
    ["H-CMP-010 the search path counts", "hydra.searchpath=[file://conf/db] -cn bare d", "db="],
  ])("%s", async ([, words, candidates]) => {
    await withCaseDirectory({ conf }, async (root) => {
      const env = { COMP_LINE: `my_app ${words}`, XDG_CACHE_HOME: path.join(root, ".cache") };
      const terminal = memoryTerminal({ directory: root, argv: ["-sc", "query=bash"], env });
      const entry = path.join(root, "my_app.ts");
      await runApp({ task: () => undefined, configPath: "conf", configName: "config", entry }, terminal);
      expect(terminal.output().stdout.trim()).toBe(candidates);
    });
  });
  holds([
    { id: "H-CMP-001 unknown shell", argv: "-sc install=bahs", exit: 1, err: /did you mean 'bash'/ },
    { id: "H-CMP-001 exactly one", argv: "-sc install=bash install=zsh", exit: 1, err: /exactly one of/ },
    { id: "H-CMP-002 breaks at neither = nor @", argv: "-sc install=bash", out: /COMP_WORDBREAKS\/\/=/ },
    { id: "H-CMP-003 fish has lines of its own", argv: "-sc install=fish", out: /commandline -cp/ },
    {
      id: "H-CMP-004 any program that runs files",
      argv: "-sc install=zsh",
      out: /^compdef _orochi_completion node tsx npx bun 'my_app'$/m,
    },
  ]);
});

describe("sweeps", () => {
  const sweep = (words: string): string => `-m hydra.output=none ${words}`;
  holds([
    {
      id: "H-SWP-001, H-SWP-010, H-SWP-011 sweeper and launcher of the config",
      argv: sweep("x=1,2"),
      out: /Launching 2 jobs locally/,
    },
    {
      id: "H-SWP-002 choices may come from the jobs",
      argv: sweep("-cn must db=mysql,sqlite"),
      out: /#1 : db=sqlite/,
    },
    {
      id: "H-SWP-005 null is not configured",
      argv: sweep("hydra.launcher=null"),
      exit: 1,
      err: /No launcher is configured/,
    },
    {
      id: "H-SWP-005, H-ERR-125 unknown target",
      argv: sweep("hydra.launcher._target_=nope.Nope"),
      exit: 1,
      err: /nope\.Nope/,
    },
    {
      id: "H-SWP-023 the last key is fastest",
      argv: sweep("x=1,2 +y=a,b"),
      out: /#0 : x=1 \+y=a\n[^]*#1 : x=1 \+y=b\n[^]*#2 : x=2 \+y=a\n/,
    },
    {
      id: "H-SWP-033, H-JOB-008 one after another, from 0",
      argv: sweep("x=7,8"),
      out: /#0 : x=7\n[^]*#1 : x=8\n/,
    },
    {
      id: "H-ERR-123 an interval cannot be listed",
      argv: sweep("x=interval(0,1)"),
      exit: 1,
      err: /interval/,
    },
    {
      id: "H-ERR-103 the hydra node cannot be swept",
      argv: "-m hydra.verbose=true,false",
      exit: 1,
      err: /hydra\.verbose/,
    },
  ]);
  test("H-SWP-027 the returns of all jobs come back, in order", async () => {
    const seen: unknown[] = [];
    class Watch {
      onMultirunEnd({ jobReturns }: { jobReturns: readonly { returnValue: unknown }[] }): void {
        seen.push(...jobReturns.map(({ returnValue }) => returnValue));
      }
    }
    const task = ({ x }: { readonly x: number }): number => x * 10;
    await run(["-m", "hydra.output=none", "x=1,2,3", "+hydra.callbacks.w={_target_:Watch}"], {
      task,
      registry: { Watch },
    });
    expect(seen).toEqual([10, 20, 30]);
  });
  test("H-SWP-032, H-ERR-020 the whole trace when it is asked for", async () => {
    const task = (): never => {
      throw new RangeError("too far");
    };
    const brief = await run("hydra.output=none", { task });
    expect(brief.stderr).not.toContain("src/jobs");
  });
});

describe("callbacks", () => {
  const events: string[] = [];
  class Watch {
    readonly name: string;
    constructor({ name }: { readonly name: string }) {
      this.name = name;
    }
    #note = (hook: string) => (event: Record<string, unknown>) => {
      const facts = ["jobReturn", "outputDir", "task", "configName", "jobReturns"].filter(
        (fact) => fact in event,
      );
      const hasHydra = "hydra" in (event["config"] as object);
      events.push(`${this.name} ${hook} ${facts.join(",")}${hasHydra ? "" : " without hydra"}`);
    };
    onRunStart = this.#note("onRunStart");
    onRunEnd = this.#note("onRunEnd");
    onMultirunStart = this.#note("onMultirunStart");
    onMultirunEnd = this.#note("onMultirunEnd");
    onJobStart = this.#note("onJobStart");
    onJobEnd = this.#note("onJobEnd");
  }
  const two = ["+hydra.callbacks.a={_target_:Watch,name:a}", "+hydra.callbacks.b={_target_:Watch,name:b}"];

  test.for([
    {
      id: "H-CBK-002, 003, 006, 007, 010, 011 a run: H-CBK-002 H-CBK-003 H-CBK-006 H-CBK-007 H-CBK-010 H-CBK-011",
      argv: ["hydra.output=none"],
      want: [
        "a onRunStart configName",
        "b onRunStart configName",
        "a onJobStart outputDir,task",
        "b onJobStart outputDir,task",
        "b onJobEnd jobReturn,outputDir",
        "a onJobEnd jobReturn,outputDir",
        "b onRunEnd jobReturn,configName",
        "a onRunEnd jobReturn,configName",
      ],
    },
    {
      id: "H-CBK-004, H-CBK-005 a sweep",
      argv: ["-m", "hydra.output=none"],
      want: [
        "a onMultirunStart configName",
        "b onMultirunStart configName",
        "a onJobStart outputDir,task",
        "b onJobStart outputDir,task",
        "b onJobEnd jobReturn,outputDir",
        "a onJobEnd jobReturn,outputDir",
        "b onMultirunEnd configName,jobReturns",
        "a onMultirunEnd configName,jobReturns",
      ],
    },
  ])("$id", async ({ argv, want }) => {
    events.length = 0;
    const { exit, stderr } = await run([...argv, ...two], { registry: { Watch } });
    expect([exit, stderr, events]).toEqual([0, "", want]);
  });

  test("H-CBK-013 taken away and changed on the command line", async () => {
    events.length = 0;
    await run(["hydra.output=none", ...two, "~hydra.callbacks.a", "hydra.callbacks.b.name=c"], {
      registry: { Watch },
    });
    expect(new Set(events.map((event) => event.slice(0, 1)))).toEqual(new Set(["c"]));
  });
  test("H-CBK-012 what a callback keeps, it keeps from start to end", async () => {
    const seen: number[] = [];
    class Count {
      #jobs = 0;
      onJobEnd(): void {
        this.#jobs++;
      }
      onMultirunEnd(): void {
        seen.push(this.#jobs);
      }
    }
    await run(["-m", "x=1,2,3", "hydra.output=none", "+hydra.callbacks.c={_target_:Count}"], {
      registry: { Count },
    });
    expect(seen).toEqual([3]);
  });
  test("H-CBK-014, H-CBK-015 methods and facts that are not known disturb nobody", async () => {
    class Future {
      onComposeConfig(): never {
        throw new Error("never called");
      }
      onJobEnd({ config }: { readonly config: unknown }): void {
        expect(config).toBeDefined();
      }
    }
    const { exit, stderr } = await run(["hydra.output=none", "+hydra.callbacks.f={_target_:Future}"], {
      registry: { Future },
    });
    expect([exit, stderr]).toEqual([0, ""]);
  });
  test("H-CBK-017 what the app registered needs no permission, what it did not gets none", async () => {
    const { exit, stderr } = await run([
      "hydra.output=none",
      "+hydra.callbacks.f={_target_: node:path.join}",
    ]);
    expect([exit, stderr]).toEqual([1, expect.stringContaining("node:path")]);
  });
  test("H-CBK-020 LogJobReturn", async () => {
    const log = "+hydra.callbacks.l={_target_: hydra.experimental.callbacks.LogJobReturnCallback}";
    const good = await run(["hydra.output=none", log], { task: () => ({ score: 1 }) });
    expect(good.stdout).toMatch(/\[INFO\] - Succeeded with return value: .*score/);
    const task = (): never => {
      throw new Error("no luck");
    };
    expect((await run(["hydra.output=none", log], { task })).stdout).toMatch(
      /\[ERROR\] - Job failed: .*no luck/,
    );
  });
  test("H-CBK-021 SaveJobInfo writes nothing when nothing is to be written", async () => {
    await withCaseDirectory({ conf }, async (root) => {
      const save = "+hydra.callbacks.s={_target_: orochi:SaveJobInfo}";
      const terminal = memoryTerminal({
        directory: root,
        argv: ["hydra.output=none", "hydra.run.dir=out", save],
        env: {},
      });
      const entry = path.join(root, "my_app.ts");
      const { exitCode } = await runApp(
        { task: () => 1, configPath: "conf", configName: "bare", entry },
        terminal,
      );
      expect([exitCode, existsSync(path.join(root, "out"))]).toEqual([0, false]);
    });
  });
});

describe("jobs and logging", () => {
  test("H-JOB-006, H-ERR-025 a failed job is told after its end hooks, with the frames of the user", async () => {
    const order: string[] = [];
    class Watch {
      onJobEnd({ jobReturn }: { readonly jobReturn: { readonly status: string } }): void {
        order.push(`job ${jobReturn.status}`);
      }
      onRunEnd(): void {
        order.push("run");
      }
    }
    const task = (): never => {
      throw new Error("mine");
    };
    const { exit, stderr } = await run(["hydra.output=none", "+hydra.callbacks.w={_target_:Watch}"], {
      task,
      registry: { Watch },
    });
    expect([exit, order]).toEqual([1, ["job failed", "run"]]);
    expect(stderr).toMatch(/^Job failed\nError: mine\n +at .*hydra-requirements/);
  });
  test("H-JOB-007, H-LOG-006 the trace is in the file when the end hooks run, and not on the console", async () => {
    const seen: string[] = [];
    class Watch {
      onJobEnd({ outputDir }: { readonly outputDir: string }): void {
        seen.push(readFileSync(path.join(outputDir, "my_app.log"), "utf8"));
      }
    }
    const task = (): never => {
      throw new Error("mine");
    };
    const { stdout } = await run(["hydra.run.dir=out", "+hydra.callbacks.w={_target_:Watch}"], {
      task,
      registry: { Watch },
    });
    expect(seen[0]).toMatch(/\[my_app\]\[ERROR\] - Job failed: Error: mine\n/);
    expect(stdout).not.toContain("mine");
  });
  holds([
    {
      id: "H-LOG-002 root null leaves logging alone",
      argv: "hydra/job_logging=none hydra/hydra_logging=none hydra.output=none -m",
      out: /Launching 1 jobs|^$/,
    },
    { id: "H-ERR-127 verbose of a wrong type", argv: "+hydra.verbose={a:1}", exit: 1, err: /hydra\.verbose/ },
    { id: "H-ERR-126 env_copy", argv: "hydra.job.env_copy=[NOPE]", exit: 1, err: /NOPE/ },
  ]);
});

describe("errors are brief: message and hint, no trace, exit 1 (H-ERR-001, H-ERR-002, H-ERR-010)", () => {
  const name = (configName: string): Partial<AppDefinition> => ({ configName });
  const noTrace = /^(?![^]*\n +at )/;
  test.for<{ id: string; argv: string; app?: Partial<AppDefinition>; code: string }>([
    { id: "H-ERR-101 syntax", argv: "x=[1", code: "OVERRIDE_SYNTAX" },
    { id: "H-ERR-102 sweep value without multirun", argv: "x=1,2", code: "OVERRIDE_SWEEP" },
    { id: "H-ERR-104 unknown key", argv: "nope=1", code: "OVERRIDE_UNKNOWN_KEY" },
    { id: "H-ERR-104 add what is there", argv: "+x=1", code: "OVERRIDE_EXISTS" },
    { id: "H-ERR-104 delete what is not there", argv: "~nope", code: "OVERRIDE_DELETE" },
    { id: "H-ERR-104 delete another value", argv: "~x=5", code: "OVERRIDE_DELETE" },
    { id: "H-ERR-105 index", argv: "lst.5=9", code: "OVERRIDE_VALUE" },
    { id: "H-ERR-106 merging", argv: "--cfg job", app: name("cfg_merge"), code: "" },
    { id: "H-ERR-107 force-add of a group", argv: "++db=mysql", code: "OVERRIDE_GROUP" },
    { id: "H-ERR-108 a choice that is no text", argv: "db={a:1}", code: "" },
    { id: "H-ERR-109 unused choice", argv: "db@nope=mysql", code: "" },
    { id: "H-ERR-110 twice in one list", argv: "", app: name("dup"), code: "DEFAULTS_CONFLICT" },
    { id: "H-ERR-111 a choice to make", argv: "", app: name("must"), code: "DEFAULTS_CHOICE_MISSING" },
    { id: "H-ERR-112 _self_ twice", argv: "", app: name("self"), code: "" },
    { id: "H-ERR-114 unknown keyword", argv: "", app: name("word"), code: "DEFAULTS_INVALID" },
    { id: "H-ERR-115 no such option", argv: "db=nope", code: "CONFIG_NOT_FOUND" },
    {
      id: "H-ERR-116 no such directory",
      argv: "",
      app: { configPath: "nowhere" },
      code: "CONFIG_DIR_MISSING",
    },
    { id: "H-ERR-117 no mapping", argv: "", app: name("text"), code: "" },
    {
      id: "H-ERR-117 a search path below the primary config",
      argv: "",
      app: name("search"),
      code: "SEARCHPATH_INVALID",
    },
    { id: "H-ERR-118 --config-dir", argv: "-cd nowhere", code: "CONFIG_DIR_MISSING" },
    { id: "H-ERR-119 .yml", argv: "-cn config.yml", code: "" },
    { id: "H-ERR-120 unknown scheme", argv: "hydra.searchpath=[ftp://x]", code: "SOURCE_SCHEME" },
    { id: "H-ERR-120 a path that is a file", argv: "-cp conf/config.yaml", code: "USAGE" },
    {
      id: "H-ERR-121 a target that nobody allowed",
      argv: "+hydra.callbacks.c._target_=node:fs:rmSync",
      code: "TARGET_DENIED",
    },
    {
      id: "H-ERR-122 _partial_ is no boolean",
      argv: "+hydra.callbacks.c={_target_:orochi:LogJobReturn,_partial_:maybe}",
      code: "",
    },
  ])("$id", async ({ argv, app, code }) => {
    const { exit, stderr, stdout, error } = await run(`hydra.output=none ${argv}`, app);
    const seen = error instanceof OrochiError ? error.code : "not ours";
    expect([exit, stdout, error instanceof OrochiError]).toEqual([1, "", true]);
    expect(code === "" ? "" : seen).toBe(code);
    expect(stderr).toMatch(noTrace);
  });
  holds([
    {
      id: "H-ERR-022 an error that cannot be shown is shown all the same",
      argv: "hydra.output=none",
      exit: 0,
    },
    {
      id: "H-ERR-027 warnings go to stderr",
      argv: "hydra.output=none",
      app: { versionBase: "1.1" },
      err: /^warning: /,
    },
  ]);
  test("H-ERR-022 an error that cannot be shown is told all the same", async () => {
    const task = (): never => {
      throw Object.defineProperty(new Error("mine"), "stack", { get: () => undefined, configurable: true });
    };
    expect((await run("hydra.output=none", { task })).stderr).toContain("Error: mine");
  });
  test("H-ERR-024, H-ERR-023 causes stay, and the exit code is set, not forced", async () => {
    const task = (): never => {
      throw new Error("mine", { cause: new TypeError("below") });
    };
    const { exit, stderr } = await run("hydra.output=none", { task });
    expect([exit, stderr]).toEqual([1, expect.stringMatching(/Error: mine[^]*caused by TypeError: below/)]);
  });
  test("H-ERR-124 runContext outside of a run", () => {
    expect(() => runContext()).toThrow(/outside of a job/);
  });
});
