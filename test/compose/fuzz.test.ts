import fc from "fast-check";
import { expect, test } from "vitest";
import { isOrochiError } from "../../src/errors/base.ts";
import { composeConfig, type Composition } from "../../src/compose/compose.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { parseOverrides } from "../../src/overrides/parse.ts";
import { files, mode, overrides } from "./arbitraries.ts";
import { composeOk, repositoryWith } from "./compose-ok.ts";

/** What came of it: the whole config as text, or the error as its user reads it. */
function outcome(work: () => Composition): string {
  try {
    const { config, choices, mode: decided } = work();
    return `${decided} ${JSON.stringify([...choices])}\n${dumpYaml(config)}`;
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

test("any configs and overrides compose, or say what is wrong with them", () => {
  fc.assert(
    fc.property(files, overrides, mode, (given, texts, wanted) => {
      expect(outcome(() => composeOk(given, texts, { mode: wanted }))).not.toBe("");
    }),
    { numRuns: 400 },
  );
});

test("composing is pure: the same from the same, whatever was composed in between (H-APL-001)", () => {
  fc.assert(
    fc.property(files, overrides, overrides, (given, texts, others) => {
      const repository = repositoryWith(given);
      const compose = (wanted: readonly string[]) =>
        outcome(() => composeOk(given, wanted, { repository, configName: "config" }));
      const first = compose(texts);
      const between = compose(others);
      expect(compose(texts)).toBe(first);
      expect(compose(others)).toBe(between);
      expect(outcome(() => composeOk(given, texts))).toBe(first);
    }),
    { numRuns: 150 },
  );
});

test("what one composition is given stays as it was", () => {
  fc.assert(
    fc.property(files, overrides, (given, texts) => {
      const parsed = parsedOr(texts);
      const before = JSON.stringify(parsed, (_, each: unknown) =>
        typeof each === "bigint" ? `${each}` : each,
      );
      outcome(() =>
        composeConfig({
          repository: repositoryWith(given),
          configName: "config",
          overrides: parsed,
          mode: "run",
        }),
      );
      const after = JSON.stringify(parsed, (_, each: unknown) =>
        typeof each === "bigint" ? `${each}` : each,
      );
      expect(after).toBe(before);
    }),
    { numRuns: 100 },
  );
});

function parsedOr(texts: readonly string[]): ReturnType<typeof parseOverrides> {
  return texts.flatMap((text) => {
    try {
      return parseOverrides([text]);
    } catch {
      return [];
    }
  });
}
