import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compose } from "../../src/index.ts";
import { expandOverride, isSweep } from "../../src/overrides/sweep-values.ts";
import { parseOverride } from "../../src/overrides/parse.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "orochi-places-"));
  write("conf/lost.yaml", "hydra:\n  searchpath:\n    - file:///nowhere/at/all\nx: 1\n");
  write("conf/odd.yaml", "hydra:\n  searchpath:\n    - file:///tmp\n    - ftp://x\n");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

test.for([
  { text: "x=wave,nope", at: ["wave", "nope"] },
  { text: "x= wave , nope ", at: ["wave", "nope"] },
  { text: "x=choice(wave,'no pe')", at: ["wave", "'no pe'"] },
  { text: "x=sort(c,a,b)", at: ["a", "b", "c"] },
  { text: "x=tag(t,choice(a,b))", at: ["a", "b"] },
  { text: "x=[a,b],[c]", at: ["[a,b]", "[c]"] },
  { text: "x=range(2)", at: ["range(2)", "range(2)"] },
  { text: "x=str(choice(1,2))", at: ["str(choice(1,2))", "str(choice(1,2))"] },
])("the elements of $text point at $at", ({ text, at }) => {
  const override = parseOverride(text);
  expect(isSweep(override)).toBe(true);
  const places = Array.from(expandOverride(override), ({ valueSpan }) =>
    text.slice(valueSpan?.start, valueSpan?.end),
  );
  expect(places).toEqual(at);
});

test("H-PTH-008: compose() tells of search path entries that cannot be found", () => {
  const warnings: string[] = [];
  const cfg = compose<{ x: number }>({
    configPath: path.join(root, "conf"),
    configName: "lost",
    onWarning: (message) => warnings.push(message),
  });
  expect(cfg.x).toBe(1);
  expect(warnings).toEqual([
    "the search path entry file:///nowhere/at/all (hydra.searchpath in main) cannot be found",
  ]);
});

test("H-PTH-008: without a listener the process warns", async () => {
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  compose({ overrides: ["hydra.searchpath=[file:///nowhere/at/all]"] });
  expect(await warned).toMatchObject({
    name: "OrochiWarning",
    code: "OROCHI_COMPOSE",
    message: expect.stringContaining("file:///nowhere/at/all (hydra.searchpath in command-line)") as string,
  });
});

test.for([
  {
    overrides: ["hydra.searchpath=[file:///tmp,'ftp://x']"],
    configName: undefined,
    shows: "command line:1:32\n",
  },
  { overrides: [], configName: "odd", shows: "odd.yaml:4:7\n" },
])("a scheme without source is shown where it is written: $shows", ({ overrides, configName, shows }) => {
  expect(() => compose({ configPath: path.join(root, "conf"), configName, overrides })).toThrow(
    expect.objectContaining({
      code: "SOURCE_SCHEME",
      message: expect.stringContaining(shows) as string,
    }),
  );
});
