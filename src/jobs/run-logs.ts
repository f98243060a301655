import type { MapNode } from "../config/node.ts";
import { joinKeyPaths } from "../config/place.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { hydraNodeOf, hydraSection, hydraValue } from "./hydra-values.ts";
import { writesFiles } from "./output-dir.ts";
import { configureLogging, type Verbose } from "./logging/configure.ts";
import type { LogTree } from "./logging/log-tree.ts";
import type { Surroundings } from "./surroundings.ts";

/** The loggers that `hydra.job_logging` or `hydra.hydra_logging` describes; `undefined` leaves logging as it is (H-LOG-001). */
export function createLogs(
  config: MapNode,
  section: "job_logging" | "hydra_logging",
  surroundings: Surroundings,
): LogTree | undefined {
  const value = hydraNodeOf(config).child(section)?.kind === "null" ? null : hydraSection(config, section);
  try {
    return configureLogging(value, readVerbose(config), surroundings, { files: writesFiles(config) });
  } catch (error) {
    throw error instanceof HydraException ? inSection(error, `hydra.${section}`) : error;
  }
}

/** The same error with the key of the whole config. */
function inSection({ code, summary, key, hint, cause }: HydraException, section: string): HydraException {
  return new HydraException(code, summary, {
    key: key === undefined || key.startsWith("hydra.") ? key : joinKeyPaths(section, key),
    hint,
    cause,
  });
}

function readVerbose(config: MapNode): Verbose {
  const verbose = hydraValue(config, "verbose");
  if (verbose === undefined) return false;
  if (typeof verbose === "boolean" || typeof verbose === "string") return verbose;
  if (Array.isArray(verbose) && verbose.every((name): name is string => typeof name === "string"))
    return verbose;
  throw new HydraException(
    "LOGGING_INVALID",
    "hydra.verbose must be a boolean, a logger's name or a list of names",
    {
      key: "hydra.verbose",
      hint: "write hydra.verbose=true or hydra.verbose=[app,app.db]",
    },
  );
}
