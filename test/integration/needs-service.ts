import { spawnSync } from "node:child_process";

/** Whether a server's program is missing. Tests are skipped then, and say so; `OROCHI_REQUIRE_SERVICES=1` forbids that. */
export function isMissing(program: string): boolean {
  if (spawnSync("sh", ["-c", `command -v ${program}`]).status === 0) return false;
  if (process.env["OROCHI_REQUIRE_SERVICES"] === "1")
    throw new Error(`${program} is missing, and OROCHI_REQUIRE_SERVICES forbids to skip its tests`);
  process.stderr.write(`\nSKIPPED: tests against ${program}, which is not installed\n`);
  return true;
}
