import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The published tarball, installed as a user would, in an ESM, a CommonJS and a TypeScript consumer.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const subpaths = ["orochi", "orochi/config", "orochi/plugin", "orochi/testing"];
let directory = "";

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "orochi-package-"));
  run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", directory], repository);
  const tarball = readdirSync(directory).find((name) => name.endsWith(".tgz"));
  write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", `./${tarball}`]);
  for (const name of ["typescript", "@types/node", "@typescript", "undici-types", "zod"]) link(name);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("the tarball holds the build, its sources for declaration maps, and nothing else", () => {
  const names = readdirSync(path.join(directory, "node_modules/orochi")).sort();
  expect(names).toEqual(["LICENSE", "README.md", "dist", "package.json", "src"]);
});

test("an ESM consumer imports every subpath and runs a config", () => {
  write(
    "esm.mjs",
    `${subpaths.map((name, index) => `import * as m${index} from "${name}";`).join("\n")}
    const { create, toYaml } = m1;
    console.log([m0, m1, m2, m3].every((m) => Object.keys(m).length > 0), toYaml(create({ a: 1, b: "\${a}" })));`,
  );
  expect(run("node", ["esm.mjs"])).toBe("true a: 1\nb: ${a}\n\n");
});

test("a CommonJS consumer requires every subpath", () => {
  write(
    "cjs.cjs",
    `console.log(${JSON.stringify(subpaths)}.every((name) => Object.keys(require(name)).length > 0));`,
  );
  expect(run("node", ["cjs.cjs"]).trim()).toBe("true");
});

test("a TypeScript consumer compiles the founding example against the declarations", () => {
  const source = execFileSync("cat", [path.join(repository, "examples/callbacks/my_app.ts")], {
    encoding: "utf8",
  });
  write("my_app.ts", source);
  write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2023",
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: ["node"],
      },
      files: ["my_app.ts"],
    }),
  );
  expect(run("node", ["node_modules/typescript/bin/tsc", "-p", "."])).toBe("");
});

test("the program that shells call on Tab answers, from the app and from its index", () => {
  write("conf/config.yaml", "defaults: [{db: mysql}, _self_]\n");
  write("conf/db/mysql.yaml", "port: 3306\n");
  write(
    "tab.mjs",
    'import { main } from "orochi";\nmain(() => {}, { configPath: "conf", configName: "config" });\n',
  );
  const script = run("node", ["tab.mjs", "-sc", "install=bash"]);
  const helper = path.join(directory, "node_modules/orochi/dist/complete.cjs");
  expect(script).toContain(`_OROCHI_HELPER='${helper}'`);
  process.env["COMP_LINE"] = "node tab.mjs db=";
  process.env["XDG_CACHE_HOME"] = path.join(directory, ".cache");
  const answers = [1, 2].map(() => run("node", [helper, "bash", "node", "tab.mjs"]));
  expect(answers).toEqual(["db=mysql\n", "db=mysql\n"]);
});

test("what is exported has its own name, by which targets are known (D5)", async () => {
  const sources = {
    orochi: await import("../../src/index.ts"),
    "orochi/config": await import("../../src/config.ts"),
    "orochi/plugin": await import("../../src/plugin.ts"),
    "orochi/testing": await import("../../src/testing.ts"),
  };
  const namesOf = (exports: object): unknown[] =>
    Object.entries(exports)
      .map(([key, value]) => `${key} ${typeof value === "function" ? value.name : ""}`)
      .toSorted();
  const expected = Object.values(sources).map(namesOf);
  write(
    "names.mjs",
    `const names = await Promise.all(${JSON.stringify(Object.keys(sources))}.map(async (entry) =>
       Object.entries(await import(entry)).map(([key, value]) => key + " " + (typeof value === "function" ? value.name : "")).sort()));
     console.log(JSON.stringify(names));\n`,
  );
  expect(JSON.parse(run("node", ["names.mjs"]))).toEqual(expected);
});

describe("compiled code", () => {
  const app = `import { main } from "orochi"; main(({ x }) => console.log(x), { configPath: "conf", configName: "config" });`;
  const kept = (): string[] =>
    readdirSync(dist())
      .filter((name) => name.endsWith(".bin"))
      .sort();
  /** Which scripts of the library a program loads: the code of each is kept. */
  const loadedBy = (...args: string[]): string[] => {
    forget();
    run("node", args);
    return kept().map((name) => name.replace(/\.cjs\..*/, ""));
  };
  const dist = (): string => path.join(directory, "node_modules/orochi/dist");
  const forget = (): void => kept().forEach((name) => rmSync(path.join(dist(), name)));

  beforeAll(() => {
    write("app.mjs", app);
    mkdirSync(path.join(directory, "conf"), { recursive: true });
    write("conf/config.yaml", "x: 1\n");
  });

  test("is kept beside the package, and kept again when a process does something new", () => {
    forget();
    expect(run("node", ["app.mjs", "--cfg", "job"])).toBe("x: 1\n");
    const [file = ""] = kept();
    expect(file).toContain(process.version);
    const first = readFileSync(path.join(dist(), file));
    expect(run("node", ["app.mjs", "--cfg", "job"])).toBe("x: 1\n");
    expect(readFileSync(path.join(dist(), file)).equals(first)).toBe(true);
    run("node", ["app.mjs", "--cfg", "job", "x=2"]);
    expect(kept()).toContain(file);
    expect(readFileSync(path.join(dist(), file)).equals(first)).toBe(false);
  });

  test("of each kind of process by itself: a run takes over nothing that a sweep calls", () => {
    forget();
    const codeOf = (kind: string): Buffer[] =>
      kept()
        .filter((name) => name.endsWith(`.${kind}.bin`))
        .map((name) => readFileSync(path.join(dist(), name)));
    const directory = "hydra.run.dir=kinds/run";
    expect(run("node", ["app.mjs", directory, "--config-name=config"])).toBe("1\n");
    const ofRun = codeOf("run");
    expect(ofRun).toHaveLength(2);
    run("node", ["app.mjs", "-m", "x=1,2", "hydra.sweep.dir=kinds/sweep", "hydra/launcher=processes"]);
    run("node", ["app.mjs", "--info", "all"]);
    run("node", ["app.mjs", "--cfg", "job"]);
    run("node", ["app.mjs", directory, "hydra.job.on_existing=reuse"]);
    expect(codeOf("run")).toEqual(ofRun);
    expect(new Set(kept().map((name) => name.split(".").at(-2)))).toEqual(
      new Set(["run", "sweep", "worker", "cfg", "other"]),
    );
  });

  test("is completed by the first run that leaves records", () => {
    forget();
    run("node", ["app.mjs", "hydra.output=none"]);
    const sizes = (): number[] => kept().map((name) => readFileSync(path.join(dist(), name)).length);
    const before = sizes();
    for (const number of [1, 2]) run("node", ["app.mjs", `hydra.run.dir=completed/${number}`]);
    const after = sizes();
    expect(after.length === before.length && after.some((size, index) => size > (before[index] ?? 0))).toBe(
      true,
    );
  });

  test("an old process, which has lost part of it, replaces none; what it leaves is completed", () => {
    write("old.mjs", `process.uptime = () => 60;\n${app}`);
    const code = (): Buffer => readFileSync(path.join(dist(), kept()[0] ?? ""));
    forget();
    run("node", ["old.mjs", "--cfg", "job"]);
    const left = code();
    run("node", ["app.mjs", "--cfg", "job"]);
    const whole = code();
    expect(whole.equals(left)).toBe(false);
    run("node", ["old.mjs", "--cfg", "job", "x=2"]);
    expect(code().equals(whole)).toBe(true);
  });

  test("of the core alone, as long as a program needs no more (docs/decisions/0012)", () => {
    write("import.mjs", 'import "orochi";\n');
    expect(loadedBy("import.mjs")).toEqual(["library"]);
    expect(loadedBy("app.mjs", "x=2", "--cfg", "job")).toEqual(["library"]);
    expect(loadedBy("app.mjs", "x=2", "hydra.output=none")).toEqual(["library", "library.runs"]);
    const sweep = loadedBy("app.mjs", "x=1,2", "-m", "hydra.output=none");
    expect(sweep).toEqual(["library", "library.objects", "library.runs", "library.sweeps"]);
  });

  test("of every part, without a word", () => {
    write("all.mjs", subpaths.map((name) => `import "${name}";`).join("\n") + app);
    expect(run("sh", ["-c", "node all.mjs +hydra/callbacks=summary hydra.output=none 2>&1"])).toBe("1\n");
    expect(run("sh", ["-c", "node all.mjs --help 2>&1 | head -1"])).toBe("all is powered by Orochi.\n");
    expect(run("sh", ["-c", "node all.mjs y=1 2>&1 | head -1"])).toBe("'y' is not in the config\n");
    const parts = readdirSync(dist()).filter((name) => /^library\.\w+\.cjs$/.test(name));
    expect(parts.length).toBeGreaterThan(8);
  });

  test("OROCHI_COMPILED_CODE=off keeps none", () => {
    forget();
    expect(run("env", ["OROCHI_COMPILED_CODE=off", "node", "app.mjs", "--cfg", "job"])).toBe("x: 1\n");
    expect(kept()).toEqual([]);
  });

  test("that cannot be used is replaced", () => {
    forget();
    run("node", ["app.mjs", "--cfg", "job"]);
    const file = path.join(dist(), kept()[0] ?? "");
    for (const content of ["", "not code", readFileSync(file).subarray(0, 10_000)]) {
      writeFileSync(file, content);
      expect(run("node", ["app.mjs", "--cfg", "job"])).toBe("x: 1\n");
      expect(readFileSync(file).length).toBeGreaterThan(100_000);
    }
  });

  test("is left out where the package cannot be written to", { skip: process.getuid?.() === 0 }, () => {
    forget();
    chmodSync(dist(), 0o555);
    expect(run("node", ["app.mjs", "--cfg", "job"])).toBe("x: 1\n");
    chmodSync(dist(), 0o755);
    expect(kept()).toEqual([]);
  });
});

test("texts are read as the sources read them: the build leaves tables of the parser out (O-YML)", async () => {
  const escapes = Array.from('0abtnvfre /\\"N_LP', (letter) => `\\${letter}`).join("");
  write("conf/escapes.yaml", `all: "${escapes}\\x41\\u00e9\\U0001F600"\nplain: é😀\n`);
  write(
    "escapes.mjs",
    `import { compose } from "orochi"; console.log(JSON.stringify(compose({ configPath: "conf", configName: "escapes" })));`,
  );
  const { compose } = await import("../../src/index.ts");
  const expected = compose({ configPath: path.join(directory, "conf"), configName: "escapes" });
  expect(JSON.parse(run("node", ["escapes.mjs"]))).toEqual(JSON.parse(JSON.stringify(expected)));
  write("conf/deep.yaml", `a: ${"[".repeat(1001)}${"]".repeat(1001)}\n`);
  expect(() => run("node", ["app.mjs", "-cn", "deep"])).toThrow(/More than 1000 levels of nesting/);
  write("conf/bad.yaml", "a: \u0007\n");
  expect(() =>
    run("node", ["-e", 'import("orochi").then((m) => m.compose({ configPath: "conf", configName: "bad" }))']),
  ).toThrow(/The character U\+0007 is not allowed in YAML/);
});

test("a program that a bundler made needs no installed package", async () => {
  write("bundled.mjs", `import { compose } from "orochi"; console.log(compose({ overrides: ["+x=1"] }).x);`);
  await build({
    absWorkingDir: directory,
    entryPoints: ["bundled.mjs"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: path.join(directory, "bundle/app.mjs"),
    logLevel: "error",
  });
  expect(readFileSync(path.join(directory, "bundle/app.mjs"), "utf8")).not.toContain("library.cjs");
  expect(run("node", ["bundle/app.mjs"])).toBe("1\n");
});

function run(command: string, args: readonly string[], cwd: string = directory): string {
  try {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(" ")}\n${stdout ?? ""}${stderr ?? ""}`, { cause: error });
  }
}

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), text);
}

function link(name: string): void {
  const target = path.join(directory, "node_modules", name);
  mkdirSync(path.dirname(target), { recursive: true });
  symlinkSync(path.join(repository, "node_modules", name), target, "dir");
}
