import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { runApp } from "../../src/cli/run-app.ts";
import { version } from "../../src/cli/version.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";
import { withCaseDirectory } from "../conformance/case-directory.ts";
import { memoryTerminal } from "../../src/testing/memory-terminal.ts";
import { expectGolden } from "./expect-golden.ts";

const files = {
  "config.yaml":
    "defaults: [base, {db: mysql}, _self_]\nname: demo\nurl: http://${db.host}:${oc.env:GOLDEN_PORT,${db.port}}/${name}\n",
  "db/mysql.yaml": "host: localhost\nport: 3306\n",
  "db/sqlite.yaml": "host: local\nport: 0\n",
};

const schema = z.object({
  lr: z.number().default(0.1).describe("How fast to learn"),
  steps: z.int().min(1),
  optim: z.object({ name: z.enum(["adam", "sgd"]).default("adam") }).prefault({}),
});

/** What an app shows for a command line. */
async function screen(argv: readonly string[]): Promise<{ text: string; root: string }> {
  return withCaseDirectory({ conf: files }, async (root) => {
    const store = new ZenStore();
    store(schema, { name: "base", package: "train" });
    const terminal = memoryTerminal({ directory: root, argv, env: {} });
    await runApp(
      {
        task: () => undefined,
        configPath: "conf",
        configName: "config",
        entry: path.join(root, "my_app.ts"),
        store,
      },
      terminal,
    );
    const { stdout, stderr } = terminal.output();
    return { root, text: `$ my_app ${argv.join(" ")}\n${stdout}${stderr}` };
  });
}

describe("screens", () => {
  test.for([
    { id: "help", argv: ["--help"] },
    { id: "hydra-help", argv: ["--hydra-help"] },
    { id: "info", argv: ["--info"] },
    { id: "info-json", argv: ["--info=all", "--format", "json"] },
    { id: "cfg-json", argv: ["--cfg", "job", "--format", "json"] },
    { id: "explain", argv: ["--explain", "url", "db.port=7"] },
    { id: "explain-replaced", argv: ["--explain", "db.port", "db.port=7"] },
    { id: "explain-schema", argv: ["--explain", "train.lr"] },
    { id: "explain-json", argv: ["--explain", "url", "--format=json"] },
    { id: "explain-unknown", argv: ["--explain", "db.prot"] },
    { id: "plan", argv: ["--plan", "train.steps=1,2", "db=mysql,sqlite"] },
    { id: "error-json", argv: ["nope=1", "--error-format", "json"] },
    { id: "multirun", argv: ["-m", "train.steps=1,2", "hydra.sweep.dir=sw"] },
  ])("$id", async ({ id, argv }) => {
    const { text, root } = await screen(argv);
    expect(text).not.toBe("");
    await expectGolden(`screens/${id}`, text.replaceAll(/,\d{3}\]/g, ",MS]").replaceAll(version, "VERSION"), { [root]: "/app" });
  });
});

test("help is as wide as the terminal", async () => {
  const lines = async (columns: number): Promise<string[]> =>
    withCaseDirectory({ conf: files }, async (root) => {
      const terminal = memoryTerminal({ directory: root, argv: ["--help"], env: {} });
      const stdout = { write: (text: string) => terminal.stdout.write(text), columns };
      const app = { task: () => undefined, configPath: "conf", configName: "db/mysql" };
      await runApp({ ...app, entry: path.join(root, "my_app.ts") }, { ...terminal, stdout });
      return terminal.output().stdout.split("\n");
    });
  expect(await lines(200)).toContain("--hydra-help              : Show the help of the engine: its flags and its config groups");
  expect(Math.max(...(await lines(60)).map((line) => line.length))).toBeLessThanOrEqual(60);
});
