import { execSync } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fromYaml } from "../../src/config.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { resolveTarget, resolveTargetSync } from "../../src/targets/resolve-target.ts";
import { isClass } from "../../src/targets/target.ts";
import { builds } from "../../src/zen/builds.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { toYaml } from "../../src/zen/yaml.ts";
import { createTargetContext, type TargetOptions } from "../../src/targets/target-context.ts";

const baseDir = fileURLToPath(new URL("fixtures/app", import.meta.url));
class TimeIt {
  static create(): TimeIt {
    return new TimeIt();
  }
}

function app(options: TargetOptions = {}): ReturnType<typeof createTargetContext> {
  const registry = new TargetRegistry();
  registry.register("TimeIt", TimeIt);
  return createTargetContext({ registry, baseDir, ...options });
}

async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return "none";
  } catch (error) {
    return isOrochiError(error) ? error.code : String(error);
  }
}

const fromFile = { trusted: false, key: "node" };
const fromCode = { trusted: true, key: "node" };

test("a specifier given as name leads to the function, here and in a process that knows nothing of it (D5, D9)", async () => {
  const here = (): string => "here";
  const text = toYaml(builds(here, {}, { name: "./optim.ts:Adam" }));
  expect(text).toBe("_target_: ./optim.ts:Adam\n");
  expect(await instantiate(builds(here, {}, { name: "./optim.ts:Adam" }))).toBe("here");
  const elsewhere = await instantiate(fromYaml(text), { baseDir, targets: ["./optim.ts"] });
  expect(elsewhere).toBeTypeOf("object");
});

describe("names (D5)", () => {
  test("a registered name needs no permission", async () => {
    expect((await resolveTarget("TimeIt", app(), fromFile)).value).toBe(TimeIt);
  });
  test("two functions under one name", async () => {
    const registry = new TargetRegistry();
    registry.register("f", () => 1);
    expect(await codeOf(() => registry.register("f", () => 2))).toBe("TARGET_CONFLICT");
  });
  test("a typing error names the nearest", async () => {
    await expect(resolveTarget("TimeIT", app(), fromFile)).rejects.toThrow("did you mean 'TimeIt'?");
  });
  test("a member of a registered class is for code only", async () => {
    expect((await resolveTarget("TimeIt.create", app(), fromCode)).value).toBe(Reflect.get(TimeIt, "create"));
    expect(await codeOf(() => resolveTarget("TimeIt.create", app(), fromFile))).toBe("TARGET_DENIED");
  });
  test("aliases for dotted Python paths", async () => {
    const aliases = { "torch.optim.Adam": "./optim.ts:Adam", "acme.*": "./optim.ts:*", clock: "TimeIt" };
    const context = app({ aliases });
    expect((await resolveTarget("torch.optim.Adam", context, fromFile)).value).toHaveProperty("name", "Adam");
    expect((await resolveTarget("clock", context, fromFile)).value).toBe(TimeIt);
    expect((await resolveTarget("acme.tools.make", context, fromCode)).name).toBe("./optim.ts:tools.make");
    expect(await codeOf(() => resolveTarget("acme.Adam", context, fromFile))).toBe("TARGET_DENIED");
  });
});

describe("imports", () => {
  test("code may import, relative to the app and not to the cwd", async () => {
    expect((await resolveTarget("./optim.ts:Adam.create", app(), fromCode)).value).toBeTypeOf("function");
    expect((await resolveTarget("node:path:basename", app(), fromCode)).value).toBe(basename);
  });
  test.for([
    ["./optim.ts:Adam", ["./**"], "none"],
    ["./optim.ts:Adam", ["./optim.ts"], "none"],
    ["./lib/../optim.ts:Adam", ["./*.ts"], "none"],
    ["./optim.ts:Adam", [], "TARGET_DENIED"],
    ["./optim.ts:Adam", ["./lib/**"], "TARGET_DENIED"],
    ["./lib/../../outside/secret.ts:steal", ["./**"], "TARGET_DENIED"],
    ["../outside/secret.ts:steal", ["./**"], "TARGET_DENIED"],
    ["../outside/secret.ts:steal", ["../outside/*"], "none"],
    ["./optim.ts:harmless", ["./**"], "TARGET_DENIED"],
    ["./optim.ts:Nope", ["./**"], "TARGET_UNKNOWN"],
    ["./broken.ts:nothing", ["./**"], "TARGET_UNKNOWN"],
    ["./none.ts:x", ["./**"], "TARGET_UNKNOWN"],
    ["./none.ts:x", ["./other/**"], "TARGET_DENIED"],
    ["./optim.ts:Adam.constructor", ["./**"], "TARGET_DENIED"],
    ["./optim.ts:__proto__.x", ["./**"], "TARGET_DENIED"],
    ["./optim.ts:Adam.prototype", ["./**"], "TARGET_DENIED"],
    ["./optim.ts:Adam.call", ["./**"], "TARGET_UNKNOWN"],
    ["node:child_process:exec", ["./**"], "TARGET_DENIED"],
    ["child_process:exec", ["child_process"], "TARGET_DENIED"],
    ["node:path:basename", ["node:path"], "none"],
    ["path:basename", ["node:path:basename"], "none"],
    ["node:path:join", ["node:path:basename"], "TARGET_DENIED"],
    ["data:text/javascript,export let x=1:x", ["./**"], "TARGET_DENIED"],
    ["http://example.org/x.js:x", ["./**"], "TARGET_DENIED"],
    ["file:///etc/x.js:x", ["./**"], "TARGET_DENIED"],
    ["vitest/../../x:y", ["vitest"], "TARGET_UNKNOWN"],
    ["fast-check:string", ["fast-check"], "none"],
    ["fast-check:string", ["@acme/*"], "TARGET_DENIED"],
    ["eval", [], "TARGET_UNKNOWN"],
    ["process.exit", [], "TARGET_UNKNOWN"],
    [".TimeIt", [], "TARGET_UNKNOWN"],
    ["a..b", [], "TARGET_UNKNOWN"],
    ["", [], "TARGET_UNKNOWN"],
    ["./x\0.ts:y", ["./**"], "TARGET_UNKNOWN"],
  ] as const)("from a file: %s with %j: %s", async ([name, allow, want]) => {
    expect(await codeOf(() => resolveTarget(name, app({ allow }), fromFile))).toBe(want);
  });
  test("all targets may be allowed, in so many words", async () => {
    const context = app({ allow: "all" });
    expect((await resolveTarget("child_process:execSync", context, fromFile)).value).toBe(execSync);
    expect(await codeOf(() => app({ allow: ["*"] }))).toBe("TARGET_DENIED");
  });
  test("the synchronous look-up needs loaded modules (D6)", async () => {
    const context = app();
    expect(await codeOf(() => resolveTargetSync("./optim.ts:Adam", context, fromCode))).toBe(
      "INSTANTIATE_ASYNC",
    );
    await resolveTarget("./optim.ts:Adam", context, fromCode);
    expect(resolveTargetSync("./optim.ts:Adam", context, fromCode).value).toHaveProperty("name", "Adam");
    expect(resolveTargetSync("node:path:basename", context, fromCode).value).toBe(basename);
  });
});

test.for([
  [class {}, true],
  [Map, true],
  [Date, true],
  [() => 0, false],
  [function f() {}, false],
  [async () => 0, false],
  [Math.max, false],
  [BigInt, false],
  // oxlint-disable-next-line typescript/no-implied-eval -- code of before classes
  [new Function("function A() {}; A.prototype.m = () => 1; return A")(), true],
] as const)("isClass %#", ([value, want]) => {
  expect(isClass(value)).toBe(want);
});
