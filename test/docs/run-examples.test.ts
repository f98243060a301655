import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as valibotSchema from "@valibot/to-json-schema";
import * as arktype from "arktype";
import { transformSync } from "esbuild";
import * as valibot from "valibot";
import { describe, expect, test } from "vitest";
import * as zod from "zod";
import * as config from "../../src/config.ts";

// The examples of the pages about configs do what they say: `expression; // => value` and `expression; // throws CODE`.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const modules = new Map<string, unknown>([
  ["orochi/config", config],
  ["zod", zod],
  ["arktype", arktype],
  ["valibot", valibot],
  ["@valibot/to-json-schema", valibotSchema],
]);

interface Example {
  readonly place: string;
  readonly code: string;
}

describe.for(["docs/config.md", "docs/schemas.md"])("%s", (page) => {
  test.for(examplesOf(page))("$place", async ({ code }) => {
    await expect(run(code)).resolves.toBeUndefined();
  });
});

function examplesOf(page: string): Example[] {
  const text = readFileSync(path.join(repository, page), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
    place: `line ${text.slice(0, match.index).split("\n").length}`,
    code: match[1] ?? "",
  }));
}

async function run(code: string): Promise<void> {
  const imports = code.match(/^import .*$/gm) ?? [];
  const body = code
    .split("\n")
    .filter((line) => !line.startsWith("import "))
    .map(checked)
    .join("\n");
  const names = Object.keys(config).filter((name) => !new RegExp(`import .*\\b${name}\\b`).test(code));
  const source = [
    ...imports,
    `const { ${names.join(", ")} } = require("orochi/config");`,
    `export async function run(check, refuse) {\n${body}\n}`,
  ].join("\n");
  const { code: script } = transformSync(source, { loader: "ts", format: "cjs" });
  const module: { exports: { run?: (...args: unknown[]) => Promise<void> } } = { exports: {} };
  const load = (name: string) => modules.get(name);
  // oxlint-disable-next-line typescript/no-implied-eval -- the examples of our own pages
  new Function("require", "module", "exports", script)(load, module, module.exports);
  await module.exports.run?.(check, refuse);
}

/** A line with what it claims turned into a check. */
function checked(line: string): string {
  const [, expression, word, claim = ""] = /^\s*(.*);\s*\/\/ (=>|throws) (.+)$/.exec(line) ?? [];
  if (expression === undefined) {
    if (/\/\/ (?:=>|throws)/.test(line)) throw new Error(`This claim is not checked: ${line}`);
    return line;
  }
  return word === "=>"
    ? `check(${expression}, ${claim});`
    : `await refuse(async () => { ${expression}; }, ${JSON.stringify(claim)});`;
}

function check(got: unknown, wanted: unknown): void {
  expect(got).toEqual(wanted);
}

async function refuse(use: () => Promise<void>, code: string): Promise<void> {
  const error = await use().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code });
}
