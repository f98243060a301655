import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { App } from "../apps/rig.ts";
import { type ShellName, skipWithout, tsxCommand, typeInto } from "../apps/shell-rig.ts";

const files = {
  "my_app.ts": `import { appendFileSync } from "node:fs";
import { main } from "orochi";
appendFileSync("loaded.txt", "x");
main(() => {}, { configPath: "conf", configName: "config" });
`,
  "package.json": '{ "type": "module" }',
  "conf/config.yaml":
    "defaults: [{db: mysql}, _self_]\nnested: {deep: {leaf: 17}}\nplace: ${nested.deep.leaf}\n",
  "conf/db/mysql.yaml": "port: 3306\n",
  "conf/db/sqlite.yaml": "port: 0\n",
  "extra-notes.txt": "",
};

/** Clears the line, types a word behind the command, and presses Tab until it shows. */
const tab = (command: string, word: string, until: string, times = 1) => ({
  type: `\u0015${command} ${word}${"\t".repeat(times)}`,
  until,
});

const installs: Record<ShellName, (command: string) => string> = {
  bash: (command) => `eval "$(${command} -sc install=bash)"`,
  zsh: (command) => `eval "$(${command} -sc install=zsh)"`,
  fish: (command) => `set -g fish_autosuggestion_enabled 0; ${command} -sc install=fish | source`,
};

// A shell loses keys that are typed while it redraws, which a busy machine makes likelier: another try is fair.
const slow = { retry: 2, timeout: 240_000 };

describe.for<ShellName>(["bash", "zsh", "fish"])("in a real %s (H-CMP-001…011)", (shell) => {
  test.skipIf(skipWithout(shell, "python3"))("groups, options, keys, values, files and flags", slow, () => {
    using app = new App(files);
    const install = `${installs[shell](tsxCommand)}; echo in""stalled\n`;
    const words: [typed: string, shown: string, times?: number][] = [
      ["db=", "sqlite", 2],
      ["+db@backup=my", "backup=mysql"],
      ["~db=sq", "~db=sqlite"],
      ["nested.de", "nested.deep."],
      ["nested.deep.leaf=", "leaf=17"],
      ["place=", "place=17"],
      ["place=./extra", "./extra-notes.txt"],
      ["--explai", "--explain"],
    ];
    const shown = typeInto(shell, app.directory, [
      { type: "", until: "" },
      { type: install, until: "installed" },
      ...words.map(([word, until, times]) => tab(tsxCommand, word, until, times)),
    ]);
    expect(shown[1]).toContain("installed");
    words.forEach(([, wanted], index) => expect(shown[index + 2]).toContain(wanted));
  });

  test.skipIf(skipWithout(shell, "python3"))("an installed bin, and uninstalling", slow, () => {
    using app = new App({ ...files, "bin/my_app": `#!/bin/sh\nexec ${tsxCommand} "$@"\n` });
    chmodSync(path.join(app.directory, "bin/my_app"), 0o755);
    const env = { PATH: `${app.directory}/bin:${process.env["PATH"]}` };
    const uninstall =
      shell === "fish" ? "my_app -sc uninstall=fish | source" : `eval "$(my_app -sc uninstall=${shell})"`;
    const shown = typeInto(
      shell,
      app.directory,
      [
        { type: "", until: "" },
        { type: `${installs[shell]("my_app")}; echo in""stalled\n`, until: "installed" },
        tab("my_app", "nested.deep.le", "leaf="),
        { type: `\u0015${uninstall}; echo re""moved\n`, until: "removed" },
        { type: 'my_app nested.deep.le\t\t; echo \u0015echo qu""iet\n', until: "quiet" },
      ],
      env,
    );
    expect(shown[1]).toContain("installed");
    expect(shown[2]).toContain("leaf=");
    expect(shown[4]).not.toContain("leaf=");
  });
});

/** The app as one file that Node runs by itself, with the program that answers from the index beside it. */
function bundleInto(app: App): void {
  const source = (name: string): string => fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url));
  const options = { bundle: true, format: "esm", platform: "node" } as const;
  const alias = { orochi: source("index") };
  const entry = path.join(app.directory, "my_app.ts");
  buildSync({ ...options, alias, entryPoints: [entry], outfile: path.join(app.directory, "my_app.js") });
  const outfile = path.join(app.directory, "complete.cjs");
  buildSync({ ...options, format: "cjs", entryPoints: [source("complete")], outfile });
}

/** Shells that read the files of a home, but not those of the machine. */
const freshShells: Record<ShellName, string> = {
  bash: "exec bash --noprofile -i",
  zsh: "exec zsh -d -i",
  fish: "exec fish -i",
};

const rcFiles: Record<ShellName, string> = {
  bash: ".bashrc",
  zsh: ".zshrc",
  fish: ".config/fish/conf.d/orochi-my_app.fish",
};

describe.for<ShellName>(["bash", "zsh", "fish"])("set up for good in %s", (shell) => {
  test.skipIf(skipWithout(shell, "python3"))("node my_app.js and npx tsx my_app.ts", slow, () => {
    using app = new App(files);
    bundleInto(app);
    const rc = rcFiles[shell];
    if (shell !== "fish") app.write({ [rc]: "MINE=1" });
    const words: [typed: string, shown: string][] = [
      ["db=sq", "db=sqlite"],
      ["nested.deep.le", "nested.deep.leaf="],
      ["--explai", "--explain"],
    ];
    const shown = typeInto(
      shell,
      app.directory,
      [
        { type: "", until: "" },
        { type: `node my_app.js -sc setup=${shell}; echo set""up\n`, until: "setup\r" },
        { type: `${freshShells[shell]}\n`, until: "" },
        { type: 'echo fr""esh\n', until: "fresh" },
        ...["node my_app.js", "npx tsx my_app.ts"].flatMap((command) =>
          words.map(([word, until]) => tab(command, word, until)),
        ),
        { type: `\u0015node my_app.js -sc remove=${shell}; echo re""moved\n`, until: "removed" },
      ],
      { HOME: app.directory, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "" },
    );
    const answers = shown.slice(4, 10);
    [...words, ...words].forEach(([, wanted], index) => expect(answers[index]).toContain(wanted));
    expect(app.files().filter((name) => name.includes("orochi") && !name.startsWith(".cache/"))).toEqual([]);
    expect(shell === "fish" || app.read(rc)).toBe(shell === "fish" || "MINE=1");
  });
});

test("Tab is answered from the index until a file of the app changes", () => {
  using app = new App(files);
  const helper = path.join(app.directory, "complete.cjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL("../../src/complete.ts", import.meta.url))],
    outfile: helper,
    bundle: true,
    format: "cjs",
    platform: "node",
  });
  const [node = "", ...rest] = tsxCommand.split(" ");
  const { NODE_OPTIONS: _options, ...inherited } = process.env;
  const ask = (line: string): string => {
    const { stdout } = spawnSync(process.execPath, [helper, "bash", node, ...rest], {
      cwd: app.directory,
      encoding: "utf8",
      env: {
        ...inherited,
        COMP_LINE: `node my_app.ts ${line}`,
        XDG_CACHE_HOME: path.join(app.directory, ".cache"),
        TSX_TSCONFIG_PATH: fileURLToPath(new URL("../../tsconfig.json", import.meta.url)),
      },
    });
    return stdout.trim();
  };
  const starts = (): number =>
    existsSync(path.join(app.directory, "loaded.txt"))
      ? readFileSync(path.join(app.directory, "loaded.txt"), "utf8").length
      : 0;
  const seen = [
    [ask("db="), starts()],
    [ask("db=s"), starts()],
    [ask("nested.deep."), starts()],
    [ask("nested.deep.leaf="), starts()],
    // What an interpolation comes to is the app's to say.
    [ask("place="), starts()],
  ];
  app.write({ "conf/db/postgres.yaml": "port: 5432\n" });
  seen.push([ask("db="), starts()], [ask("db=p"), starts()]);
  expect(seen).toEqual([
    ["db=mysql db=sqlite", 1],
    ["db=sqlite", 1],
    ["nested.deep.leaf=", 1],
    ["nested.deep.leaf=17", 1],
    ["place=17", 2],
    ["db=mysql db=postgres db=sqlite", 3],
    ["db=postgres", 3],
  ]);
});
