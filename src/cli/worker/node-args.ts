import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { HydraException } from "../../errors/hydra-errors.ts";

/** What Node says of its own TypeScript, from 22.10 on. */
type Features = typeof process.features & { readonly typescript?: unknown };

/**
 * The options that Node needs to run an app's file. TypeScript is run by tsx where the app has it, for that takes all of the language;
 * else by Node itself, which leaves out types and nothing else.
 *
 * @param own - the options of this process, which may name a loader already
 * @throws {HydraException} code `WORKER_START`, when neither is there.
 */
export function nodeArgsFor(script: string, own: readonly string[]): string[] {
  if (!/\.[cm]?tsx?$/.test(script) || own.some((word) => word.includes("tsx"))) return [...own];
  const tsx = resolvedFrom(script, "tsx");
  if (tsx !== undefined) return [...own, "--import", pathToFileURL(tsx).href];
  const stripsTypes = "typescript" in process.features && (process.features as Features).typescript !== false;
  if (stripsTypes && !script.endsWith("x")) return [...own];
  if (process.allowedNodeEnvironmentFlags.has("--experimental-strip-types") && !script.endsWith("x"))
    return [...own, "--experimental-strip-types"];
  throw new HydraException(
    "WORKER_START",
    `Node ${process.versions.node} does not run ${path.basename(script)} by itself`,
    { hint: "npm install tsx, or use Node 22.18 or later" },
  );
}

function resolvedFrom(script: string, name: string): string | undefined {
  try {
    return createRequire(script).resolve(name);
  } catch {
    return undefined;
  }
}
