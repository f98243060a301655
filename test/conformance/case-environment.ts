import process from "node:process";
import type { ConformanceCase } from "./family.ts";

/** Runs a case with its environment: what it sets is set, other `BAKER_` and `PILOT_` variables are not (conformance README). */
export function withCaseEnvironment<Result>(input: ConformanceCase, run: () => Result): Result {
  const saved = { ...process.env };
  for (const name of Object.keys(process.env))
    if (name.startsWith("BAKER_") || name.startsWith("PILOT_")) delete process.env[name];
  Object.assign(process.env, input["env"] ?? {});
  try {
    return run();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
  }
}
