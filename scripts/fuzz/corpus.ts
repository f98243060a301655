import path from "node:path";
import { fileURLToPath } from "node:url";
import { readCases, type FamilyName } from "../../test/conformance/run-family.ts";

const directory = fileURLToPath(new URL("../../test/conformance/cases", import.meta.url));

/** The texts that the cases of a family hold under one name, each once. */
export function textsOf(family: FamilyName, name: string): string[] {
  const texts = readCases(path.resolve(directory), family).map((each) => each[name]);
  return [...new Set(texts.filter((text) => typeof text === "string"))];
}

/** What stands in `${…}` in the corpus, with the text around it on its line. */
export function interpolationTexts(): string[] {
  const lines = textsOf("interpolation", "yaml").flatMap((text) => text.split("\n"));
  return [...new Set(lines.filter((line) => line.includes("${")).map((line) => line.replace(/^\w+: /, "")))];
}

/** Files and overrides of the composed cases, as one text each: see `readComposition`. */
export function compositionTexts(): string[] {
  return readCases(directory, "compose").map((each) => {
    const files = Object.entries((each["files"] ?? {}) as Record<string, string>);
    const overrides = (each["overrides"] ?? []) as readonly string[];
    const parts = files.map(([name, text]) => `=== ${name.replace(/\.yaml$/, "")}\n${text}`);
    return [...parts, ...overrides.map((text) => `=== override ${text}\n`)].join("\n");
  });
}
