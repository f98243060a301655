import { execSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { create, fromDotlist, fromYaml, merge, registerResolver, resolve } from "../../src/config.ts";
import { createRoot } from "../../src/config/create.ts";
import { createResolverRegistry } from "../../src/config/resolvers/default-registry.ts";
import { nodeOf } from "../../src/config/view.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { decodeConfig, encodeConfig } from "../../src/launch/config-data.ts";
import { builds } from "../../src/zen/builds.ts";
import { compose } from "../../src/zen/compose.ts";
import { getTarget } from "../../src/zen/inspect.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { zen } from "../../src/zen/zen.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";

// Design D5: a target that a file, an override or a resolver names runs only if the app registered or allowed it (H-INS-040…043).

const evil = "node:child_process:execSync";
const call = `{_target_: "${evil}", _args_: [echo hi]}`;

async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return "none";
  } catch (error) {
    return isOrochiError(error) ? error.code : String(error);
  }
}

describe("a function of Node cannot be reached from outside of the code", () => {
  const resolvers = createResolverRegistry();
  registerResolver("make", (name: string) => ({ _target_: name, _args_: ["echo"] }), { registry: resolvers });
  const keep = (value: unknown): unknown => value;
  test.for<readonly [string, () => unknown]>([
    ["a file", () => fromYaml(call)],
    ["deep in a file", () => fromYaml(`a: [{b: ${call}}]`)],
    ["dotlists", () => fromDotlist([`a._target_=${evil}`, "a._args_=[echo]"])],
    ["an override", () => compose({ overrides: [`+a=${call}`] })],
    ["two overrides", () => compose({ overrides: [`+a._target_=${evil}`, "+a._args_=[echo]"] })],
    [
      "an override of a config in code",
      () => {
        const store = new ZenStore();
        store({ a: builds(keep, {}, { args: ["echo"] }) }, { name: "config" });
        return compose({ store, configName: "config", overrides: [`a._target_=${evil}`] });
      },
    ],
    [
      "a file over a config in code",
      () => merge(create({ a: builds(keep, {}, { args: ["echo"] }) }), fromYaml(`a: {_target_: "${evil}"}`)),
    ],
    ["an interpolated name", () => merge(create({ a: { _target_: "${t}" } }), fromYaml(`t: "${evil}"`))],
    ["a resolved name", () => resolve(merge(create({ a: { _target_: "${t}" } }), fromYaml(`t: "${evil}"`)))],
    [
      "a resolved, composed name",
      () =>
        resolve(
          merge(create({ b: { _target_: "${m}:execSync" }, a: "${b}" }), fromYaml("m: node:child_process")),
        ),
    ],
    ["oc.create", () => fromYaml(`a: '\${oc.create:{_target_:"${evil}",_args_:[echo]}}'`)],
    ["oc.create of text", () => fromYaml(`t: '${call}'\na: \${oc.create:\${t}}`)],
    ["oc.decode", () => fromYaml(`t: '${call}'\na: \${oc.decode:\${t}}`)],
    ["oc.dict.values", () => fromYaml(`d: {x: ${call}}\na: \${oc.dict.values:d}`)],
    [
      "a resolver of the app",
      () =>
        createRoot(nodeOf(fromYaml(`a: '\${make:"${evil}"}'`)), {
          context: { ...createRoot({}).context!, resolvers },
        }),
    ],
    ["just", () => fromYaml(`{_target_: "orochi:just", path: "${evil}"}`)],
    ["zen's own target", () => fromYaml(`{_target_: "orochi:zen", _zen_target: "${evil}"}`)],
    [
      "a wrapper",
      () => fromYaml(`{_target_: "orochi:zen", _zen_target: "orochi:set", _zen_wrappers: "${evil}"}`),
    ],
    ["a saved config", () => decodeConfig(encodeConfig(nodeOf(create({ a: { _target_: evil } }))))],
  ])("%s", async ([, config]) => {
    expect(await codeOf(() => instantiate(config()))).toBe("TARGET_DENIED");
  });
  test("getTarget and tasks ask as well", async () => {
    expect(await codeOf(() => getTarget(fromYaml(call)))).toBe("TARGET_DENIED");
    expect(await codeOf(() => zen(({ x }: { x: unknown }) => x)(`x: ${call}`))).toBe("TARGET_DENIED");
  });
  test("code may", async () => {
    expect(String(await instantiate(create({ _target_: evil, _args_: ["echo hi"] })))).toBe("hi\n");
    expect(await getTarget({ _target_: evil })).toBe(execSync);
  });
});

test.for([
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "Object",
  "Function",
  "eval",
  "process",
  "globalThis",
  "orochi:object.constructor",
  "orochi:__proto__",
  "orochi:nothing",
  "process:exit",
  "node:process:exit",
  "node:vm:runInThisContext",
  "module:createRequire",
  "fs:rmSync",
  "NODE:fs:rmSync",
  "  node:fs:rmSync",
  "node::x",
  ":x",
  "x:",
  ".",
  "..",
  "a..b",
  "..:x",
  "./..:x",
  "/etc/passwd:x",
  "C:\\x:y",
  "./a.ts?x=1:b",
  "./%2e%2e/a:b",
  "http:foo",
  "https://a/b.js:c",
  "data:text/javascript,export let c=1:c",
  "data:x",
  "blob:x:y",
  "file:///etc/x.js:x",
  "file:x",
  "npm:foo:bar",
  "#internal:x",
  "../../../../../../etc/x:y",
  "./x\0:y",
  "fast-check:string.constructor",
  "fast-check:default.__proto__",
  "fast-check/node_modules/pure-rand:x",
  "fast-check/NODE_MODULES/pure-rand:x",
  "FILE:///etc/x.js:x",
  "file:///%2e%2e/etc/x.js:x",
  "file://localhost/etc/x.js:x",
  "./%2e%2e%2fsecret.ts:x",
  "Node:child_process:exec",
  "node:Child_Process:exec",
  "node:fs/promises:rm",
  "node:module:createRequire",
  "node:test:mock",
  "globalThis:eval",
  "globalThis.eval",
  "globalThis.process.exit",
  "Function.constructor",
  "eval:eval",
  "import:meta",
  "import.meta",
  'x["constructor"]',
  "x[__proto__]:y",
  "./optim.ts:tools[make]",
  "./optim.ts:tools.make.bind",
  "orochi:set.constructor",
  "OROCHI:set",
  "orochi:Set",
  "orochi:zen:x",
  "😀:x",
  "[object Object]",
])("hostile name %j is refused, and nothing else happens", async (name) => {
  const code = await codeOf(() => instantiate(fromYaml(`_target_: ${JSON.stringify(name)}`)));
  expect(["TARGET_DENIED", "TARGET_UNKNOWN"]).toContain(code);
});

describe("allowed folders", () => {
  let directory = "";
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), "orochi-hostile-"));
    const secret = fileURLToPath(new URL("fixtures/outside/secret.ts", import.meta.url));
    symlinkSync(secret, path.join(directory, "link.ts"));
    const exports = [
      'export { exec, default as cp } from "node:child_process";',
      'import * as fs from "node:fs"; export const tools = { fs, run: eval };',
      "export const make = Function; export const object = Object;",
      "export class Good { static load = process.dlopen; }",
      "export class Compiled extends Function {}",
      'import { createRequire } from "node:module"; export const load = createRequire(import.meta.url);',
      "export let reads = 0; export const lazy = { get trap() { reads++; return () => reads; } };",
      "export const world = globalThis; export { Good as renamed, Good as default };",
      "export const alias = Good; export const socket = globalThis.WebSocket ?? fetch;",
    ];
    writeFileSync(path.join(directory, "data.json"), '{"run": "x"}');
    writeFileSync(path.join(directory, "code.wasm"), "");
    writeFileSync(path.join(directory, "addon.node"), "");
    writeFileSync(
      path.join(directory, "again.mjs"),
      'export * from "./tools.mjs"; export * as all from "./tools.mjs";',
    );
    mkdirSync(path.join(directory, "node_modules/evil"), { recursive: true });
    writeFileSync(path.join(directory, "node_modules/evil/index.mjs"), "export const run = () => 1;");
    const manifest = { exports: { ".": "./index.mjs", "./out": "./../../tools.mjs" } };
    writeFileSync(path.join(directory, "node_modules/evil/package.json"), JSON.stringify(manifest));
    symlinkSync(path.join(directory, "node_modules/evil"), path.join(directory, "linked"));
    symlinkSync(fileURLToPath(new URL("fixtures/outside", import.meta.url)), path.join(directory, "folder"));
    writeFileSync(path.join(directory, "tools.mjs"), exports.join("\n"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.for([
    ["./link.ts:steal", "TARGET_DENIED"],
    ["./tools.mjs:exec", "TARGET_DENIED"],
    ["./tools.mjs:cp.exec", "TARGET_DENIED"],
    ["./tools.mjs:tools.fs.rmSync", "TARGET_DENIED"],
    ["./tools.mjs:tools.fs.promises.rm", "TARGET_DENIED"],
    ["./tools.mjs:tools.run", "TARGET_DENIED"],
    ["./tools.mjs:make", "TARGET_DENIED"],
    ["./tools.mjs:object.assign", "TARGET_DENIED"],
    ["./tools.mjs:Good.load", "TARGET_DENIED"],
    ["./tools.mjs:Good.call", "TARGET_UNKNOWN"],
    ["./tools.mjs:Good", "none"],
    ["./tools.mjs:renamed", "none"],
    ["./tools.mjs:default", "none"],
    ["./again.mjs:alias", "none"],
    ["./again.mjs:all.Good", "none"],
    ["./sub/../tools.mjs:Good", "none"],
    ["./again.mjs:exec", "TARGET_DENIED"],
    ["./again.mjs:all.exec", "TARGET_DENIED"],
    ["./again.mjs:all.cp.execSync", "TARGET_DENIED"],
    ["./again.mjs:all.Compiled", "TARGET_DENIED"],
    ["./tools.mjs:Compiled", "TARGET_DENIED"],
    ["./tools.mjs:load", "TARGET_DENIED"],
    ["./tools.mjs:socket", "TARGET_DENIED"],
    ["./tools.mjs:lazy.trap", "TARGET_DENIED"],
    ["./tools.mjs:lazy.trap.call", "TARGET_DENIED"],
    ["./tools.mjs:world.eval", "TARGET_DENIED"],
    ["./tools.mjs:world.Function", "TARGET_DENIED"],
    ["./tools.mjs:world.process.kill", "TARGET_DENIED"],
    ["./tools.mjs:world.globalThis.globalThis.fetch", "TARGET_DENIED"],
    ["./tools.mjs:Good.name", "TARGET_NOT_CALLABLE"],
    ["./tools.mjs:good", "TARGET_UNKNOWN"],
    ["./TOOLS.mjs:Good", "TARGET_UNKNOWN"],
    ["./%74ools.mjs:Good", "TARGET_UNKNOWN"],
    ["./tools.mjs#x:Good", "TARGET_UNKNOWN"],
    ["./data.json:default", "TARGET_DENIED"],
    ["./data.json:default.run", "TARGET_DENIED"],
    ["./code.wasm:run", "TARGET_DENIED"],
    ["./addon.node:run", "TARGET_DENIED"],
    ["./folder/secret.ts:steal", "TARGET_DENIED"],
    ["./node_modules/evil/index.mjs:run", "TARGET_DENIED"],
    ["./linked/index.mjs:run", "TARGET_DENIED"],
    ["evil:run", "TARGET_DENIED"],
    [".:Good", "TARGET_DENIED"],
  ] as const)("no alias and no re-export leads out: %j", async ([name, want]) => {
    const options = { targets: ["./**"], baseDir: directory };
    expect(await codeOf(() => instantiate(fromYaml(`_target_: "${name}"`), options))).toBe(want);
  });
  test("no getter ran", async () => {
    const options = { targets: ["./**"], baseDir: directory };
    expect(await codeOf(() => instantiate(fromYaml('_target_: "./tools.mjs:lazy.trap"'), options))).toBe(
      "TARGET_DENIED",
    );
    const tools = (await import(pathToFileURL(path.join(directory, "tools.mjs")).href)) as { reads: number };
    expect(tools.reads).toBe(0);
  });
  test.for([
    [["evil"], "evil:run", "none"],
    [["evil"], "evil/out:Good", "TARGET_UNKNOWN"],
    [["ev*"], "evil:run", "none"],
    [["evi"], "evil:run", "TARGET_DENIED"],
    [["./tools.mjs"], "./again.mjs:Good", "TARGET_DENIED"],
    [["./*"], "./tools.mjs:Good", "none"],
    [["./sub/*"], "./tools.mjs:Good", "TARGET_DENIED"],
    [["./tools"], "./tools.mjs:Good", "TARGET_DENIED"],
    [["./t??ls.mjs"], "./tools.mjs:Good", "TARGET_DENIED"],
    [["node:path"], "node:path:basename", "none"],
    [["node:path"], "node:path/posix:basename", "TARGET_DENIED"],
    [["node:path:join"], "node:path:basename", "TARGET_DENIED"],
  ] as const)("%j lets through what it says: %s", async ([targets, name, want]) => {
    const options = { targets, baseDir: directory };
    const config = fromYaml(`{_target_: "${name}", _args_: [${name.startsWith("node:") ? "a" : ""}]}`);
    expect(await codeOf(() => instantiate(config, options))).toBe(want);
  });
});

test.for([
  "",
  "*",
  "**",
  "*/*",
  "@*/**",
  "**/x",
  "*.ts",
  "/**",
  "/*",
  "node:*",
  "node:",
  "https://x/*",
  "file:///x",
])("the pattern %j is refused: it matches too much, or nothing", async (pattern) => {
  const run = (): unknown => instantiate(fromYaml("{_target_: x}"), { targets: [pattern] });
  await expect((async () => run())()).rejects.toThrow(/is not an allow-list pattern/);
});
