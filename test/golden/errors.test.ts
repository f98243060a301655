import { describe, expect, test } from "vitest";
import { isOrochiError, type OrochiError } from "../../src/errors/base.ts";
import { type ErrorCode, errorCodes } from "../../src/errors/codes.ts";
import { expectGolden } from "./expect-golden.ts";
import { play, type Scene } from "./scene.ts";
import { composeScenes } from "./scenes/compose.ts";
import { configScenes } from "./scenes/config.ts";
import { runScenes } from "./scenes/run.ts";

/** Codes that no scene shows, with the reason. */
const withoutScene: Partial<Record<ErrorCode, string>> = {
  WORKER_MISMATCH: "a worker says it: test/integration/redis-launcher.test.ts",
  PACKAGE_MISSING: "here all packages are installed: test/targets/import-peer.test.ts",
  JOB_CANCELLED: "the command line prints 'Cancelled' and no error",
};

const scenes: [string, Scene][] = Object.entries({ ...configScenes, ...composeScenes, ...runScenes });
const codeOf = (name: string): string => /^[A-Z_]+/.exec(name)?.[0] ?? "";

test("every code has a scene, or a reason to have none", () => {
  const shown = new Set([...scenes.map(([name]) => codeOf(name)), ...Object.keys(withoutScene)]);
  expect(Object.keys(errorCodes).filter((code) => !shown.has(code))).toEqual([]);
});

describe("what people read (O-ERR-001…007, H-ERR, D11)", () => {
  test.for(scenes)("%s", async ([name, scene]) => {
    const { error, text, root } = await play(scene);
    await expectGolden(`errors/${name.replaceAll(" ", "-")}`, text, { [root]: "/app" });
    const code = codeOf(name);
    if (code === "") return;
    const told = tellingError(error, code);
    if (told === undefined) throw new Error(`no error with code ${code}`, { cause: error });
    expect(told.summary).not.toMatch(/[.!]$/);
    expect(JSON.parse(JSON.stringify(told))).toMatchObject({ code, summary: told.summary });
  });
});

/** The error itself, or the one that a job failed with. */
function tellingError(error: unknown, code: string): OrochiError | undefined {
  const found = isOrochiError(error) && error.code !== code ? error.together?.[0] : error;
  if (isOrochiError(found) && found.code === code) return found;
  return error instanceof Error && error.cause !== undefined ? tellingError(error.cause, code) : undefined;
}
