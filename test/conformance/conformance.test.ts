import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { familyNames, readCases, runFamily } from "./run-family.ts";

const cases = fileURLToPath(new URL("cases", import.meta.url));
const floors = JSON.parse(readFileSync(new URL("floor.json", import.meta.url), "utf8")) as Record<
  string,
  number
>;

// Cases that pass or are listed as deliberate deviations, file by file. The recorded counts may only rise.
test.for(familyNames)("%s stands at or above its floor", async (name) => {
  const { passed, deviations, failures, stale } = await runFamily(name, readCases(cases, name));
  const failed = failures.map(({ id }) => id).join(" ");
  expect(stale, "listed as deviations although they pass").toEqual([]);
  expect(passed + deviations, `failing: ${failed}`).toBeGreaterThanOrEqual(floors[name] ?? 0);
});

test("every family has a floor", () => {
  expect(Object.keys(floors).sort()).toEqual([...familyNames].sort());
});
