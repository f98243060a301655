import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** The requirements of sections 5 to 9 and 13, on the command line and the life of a job, by family. */
const requirements: Readonly<Record<string, string>> = {
  CBK: "001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016 017 020 021 022",
  CLI: "001 002 003 010 011 012 013 014 015 016 017 018 019 020 021 022 023 024 025 030 031 032 033 034 035 040 041 042 043 050 051 052 053 054 055 056 060 061",
  CMP: "001 002 003 004 005 006 007 008 009 010 011",
  ERR: "001 002 010 020 021 022 023 024 025 026 027 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127",
  HYD: "001 002 003 010 011",
  JOB: "001 002 003 004 005 006 007 008 009",
  LOG: "001 002 003 004 005 006",
  RES: "001 002 003 004 005",
  SWP: "001 002 003 004 005 010 011 020 021 022 023 024 025 026 027 028 029 030 031 032 033",
};

/** Everything that names requirements: the tests, the listed deviations, and what the documentation says of differences. */
function citing(): string {
  const tests = readdirSync(path.join(repository, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith("cli/requirements.test.ts"))
    .map((name) => path.join("test", name));
  return [...tests, "docs/compatibility.md"]
    .map((name) => readFileSync(path.join(repository, name), "utf8"))
    .join("\n");
}

test("every requirement on the command line and the life of a job is held by a test, or listed as different", () => {
  const text = citing();
  const wanted = Object.entries(requirements).flatMap(([family, numbers]) =>
    numbers.split(" ").map((number) => `H-${family}-${number}`),
  );
  expect(wanted.filter((id) => !text.includes(id))).toEqual([]);
});
