import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSignature } from "../../src/targets/signature.ts";
import { summary } from "./helpers/summary.ts";

// What is left of a signature after the compilers that people use (zen-in-typescript 2.1, Z-SIG-001, Z-SIG-006).

const repository = fileURLToPath(new URL("../..", import.meta.url));
const source = readFileSync(new URL("fixtures/compiled.ts.txt", import.meta.url), "utf8");
let directory = "";
beforeAll(() => {
  const workshop = path.join(repository, "node_modules/.cache");
  mkdirSync(workshop, { recursive: true });
  directory = mkdtempSync(path.join(workshop, "orochi-compiled-"));
  writeFileSync(path.join(directory, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** By export; what is behind a bar is how minified positional names read. */
const expected: Readonly<Record<string, string>> = {
  task: "{x, lr=0.1, nested={}, ...}, ctx",
  arrow: '{x, mode="fast"}',
  later: "{x}",
  Adam: "{lr=0.1, betas=[0.9,0.99]}={}",
  Nadam: "{lr=0.1, betas=[0.9,0.99]}={}",
  Empty: "",
  make: "{size=3}",
  method: "{size=4}",
  quoted: "{learning-rate=1}",
  flags: "{a=true, b=undefined, c=-1, d=60000}",
  outer: "{decay=<Math.PI>}",
};
const positional: Readonly<Record<string, string>> = {
  pair: "x, y=2",
  spread: 'sep="-", ...',
  Point: "x, y=1",
};

async function signatures(file: string): Promise<Record<string, string | undefined>> {
  const exports = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [name, summary(readSignature(value))]),
  );
}

function write(name: string, text: string): string {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
}

describe("the signature of everything in the fixture is what its source says", () => {
  const all = { ...expected, ...positional };

  test("after tsc (ES2022)", async () => {
    write("app.ts", source);
    const tsc = path.join(repository, "node_modules/typescript/bin/tsc");
    const flags = [
      "--target",
      "es2022",
      "--module",
      "esnext",
      "--skipLibCheck",
      "--outDir",
      "built",
      "--types",
      "node",
    ];
    execFileSync(process.execPath, [tsc, "app.ts", "--ignoreConfig", ...flags], { cwd: directory });
    expect(await signatures(path.join(directory, "built/app.js"))).toEqual(all);
  });
  test("after esbuild", async () => {
    const { code } = await transform(source, { loader: "ts", format: "esm", keepNames: true });
    expect(await signatures(write("plain.mjs", code))).toEqual(all);
  });
  test("in tsx", () => {
    const reader = [
      `import { readSignature } from ${JSON.stringify(path.join(repository, "src/targets/signature.ts"))};`,
      `import { summary } from ${JSON.stringify(path.join(repository, "test/targets/helpers/summary.ts"))};`,
      'import * as app from "./app.ts";',
      "const read = Object.entries(app).map(([name, value]) => [name, summary(readSignature(value))]);",
      "console.log(JSON.stringify(Object.fromEntries(read)));",
    ];
    write("app.ts", source);
    const file = write("reader.ts", reader.join("\n"));
    const printed = execFileSync(process.execPath, ["--import", "tsx", file], {
      cwd: repository,
      encoding: "utf8",
    });
    expect(JSON.parse(printed)).toEqual(all);
  });
  test("after Node's type stripping", async () => {
    // Node 22 and later have the real thing. It puts blanks where types were, and so does this for older versions.
    const strip: unknown = Reflect.get(module, "stripTypeScriptTypes");
    const text =
      typeof strip === "function" ? String(Reflect.apply(strip, module, [source])) : blankTypes(source);
    expect(await signatures(write("stripped.mjs", text))).toEqual(all);
  });
  test("after esbuild's minifier: options keep their names, positional parameters lose them", async () => {
    const { code } = await transform(source, { loader: "ts", format: "esm", minify: true, target: "es2022" });
    const { pair, spread, Point, ...options } = await signatures(write("small.mjs", code));
    expect({ ...options, task: options["task"]?.replace(/, \w+$/, ", ctx") }).toEqual(expected);
    expect([pair, Point, spread].map((text) => text?.replaceAll(/\b[a-z]\b/g, "_"))).toEqual([
      "_, _=2",
      "_, _=1",
      '_="-", ...',
    ]);
  });
  test("after tsc (ES5-like output): not inspectable or emptier, never an error", async () => {
    const { code } = await transform(source, { loader: "ts", format: "esm", target: "es2017" });
    const found = await signatures(write("old.mjs", code));
    expect(found["arrow"]).toBe(expected["arrow"]);
    expect(found["task"]).not.toBe(undefined);
  });
});

/** Types of the fixture stand between `: ` and the mark after them, or in lines of their own. */
function blankTypes(text: string): string {
  return text
    .replace(/^(?:interface|type) [^]*?^}$/gm, (found) => found.replace(/[^\n]/g, " "))
    .replace(/: \/\*t\*\/[^]*?\/\*e\*\//g, (found) => found.replace(/[^\n]/g, " "))
    .replace(/(?:readonly|private) (?=\w+;?)/g, (found) => " ".repeat(found.length));
}

test("a function whose text no parser reads is not inspectable, and no error", () => {
  const odd = [
    Object.assign(() => 0, { toString: () => "function (" }),
    new Proxy(() => 0, {}),
    Object.setPrototypeOf(() => 0, null) as () => number,
    class extends (null as unknown as ObjectConstructor) {},
    async function* generate(): AsyncGenerator<number> {},
  ];
  for (const value of odd) expect(() => readSignature(value)).not.toThrow();
});
