import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// Every requirement of the zen layer is cited by a test, or docs/compatibility.md says why it does not apply.

const requirements: Readonly<Record<string, readonly string[]>> = {
  API: ["001…004"],
  PATH: ["001…007"],
  VAL: ["001…013"],
  CONV: ["001…004"],
  TYPE: ["001…008"],
  BUILD: ["001…014"],
  SIG: ["001…007"],
  POP: ["001…005"],
  EXCL: ["001…002"],
  PART: ["001…004"],
  META: ["001…004"],
  WRAP: ["001…005"],
  PROC: ["001…002"],
  DEF: ["001…003"],
  INH: ["001…003"],
  DC: ["001…007"],
  JUST: ["001…005"],
  KW: ["001…004"],
  MC: ["001…007"],
  FIELD: ["001…002"],
  HD: ["001…005"],
  CB: ["001…003"],
  BFN: ["001…004"],
  GET: ["001…006"],
  INST: ["001…006"],
  YAML: ["001…003"],
  ZEN: ["001…018"],
  MAIN: ["001…002"],
  STORE: ["001…021"],
  TC: ["001…004"],
  LAUNCH: ["001…015"],
  CALL: ["001…018", "020…026"],
  GUIDE: ["001…007", "010…015", "020…024"],
  PROP: ["001…013"],
  TP: ["001…009"],
  ERR: ["001…003"],
  STAT: ["001…005"],
};

const repository = fileURLToPath(new URL("../..", import.meta.url));

function citedIn(text: string): string[] {
  const citations = text.matchAll(/Z-([A-Z]+)-(\d{3}(?:…\d{3})?(?:, \d{3}(?:…\d{3})?)*)/g);
  return [...citations].flatMap(([, chapter = "", list = ""]) =>
    list.split(", ").flatMap((part) => idsOf(chapter, part)),
  );
}

/** `001…003` of a chapter. */
function idsOf(chapter: string, part: string): string[] {
  const [first = "", last = first] = part.split("…");
  const count = Number(last) - Number(first) + 1;
  return Array.from(
    { length: count },
    (_, n) => `Z-${chapter}-${String(Number(first) + n).padStart(3, "0")}`,
  );
}

function sources(): string[] {
  const tests = readdirSync(path.join(repository, "test"), { recursive: true, encoding: "utf8" })
    // The pages of the guides are tested as a whole, so naming all guides there says nothing of one.
    .filter((name) => name.endsWith(".ts") && !/(?:requirements|how-to)\.test\.ts$/.test(name))
    .map((name) => path.join("test", name));
  return [...tests, "docs/compatibility.md"].map((name) => readFileSync(path.join(repository, name), "utf8"));
}

const cited = new Set(sources().flatMap(citedIn));
test.for(Object.keys(requirements))("Z-%s", (chapter) => {
  const wanted = requirements[chapter]?.flatMap((part) => idsOf(chapter, part)) ?? [];
  expect(wanted.filter((id) => !cited.has(id))).toEqual([]);
});
