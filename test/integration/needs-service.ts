import { spawnSync } from "node:child_process";
import { describe } from "vitest";

/** Tests that need a program of a server. Where it is missing they are skipped, and say so; `OROCHI_REQUIRE_SERVICES=1` forbids that. */
export function describeWithService(title: string, program: string, tests: () => void): void {
  const isThere = spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  if (!isThere && process.env["OROCHI_REQUIRE_SERVICES"] === "1")
    throw new Error(`${program} is missing, and OROCHI_REQUIRE_SERVICES forbids to skip ${title}`);
  if (!isThere) process.stderr.write(`\nSKIPPED: ${title}: ${program} is not installed\n`);
  describe.skipIf(!isThere)(title, tests);
}
