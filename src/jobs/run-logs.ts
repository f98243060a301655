import { type ContainerNode, isContainer, type MapNode } from "../config/node.ts";
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
  const node = hydraNodeOf(config).child(section);
  const files = writesFiles(config);
  const verbose = readVerbose(config);
  const template = isContainer(node) && !files && verbose === false ? node.template : undefined;
  const known = template && shared.get(template);
  if (known !== undefined) return known;
  const value = node?.kind === "null" ? null : hydraSection(config, section);
  let logs: LogTree | undefined;
  try {
    logs = configureLogging(value, verbose, surroundings, { files });
  } catch (error) {
    throw error instanceof HydraException ? inSection(error, `hydra.${section}`) : error;
  }
  if (template !== undefined && logs !== undefined && isSameForAll(template)) shared.set(template, logs);
  return logs;
}

/** Loggers without files, which the jobs of a sweep can have in common: the same for all that come from one template. */
const shared = new WeakMap<ContainerNode, LogTree>();

/** Whether nothing in a section depends on the job, but for names of files that nobody opens. */
function isSameForAll(section: ContainerNode): boolean {
  const open: ContainerNode[] = [section];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children()) {
      if (child.kind === "interpolation" && child.key !== "filename") return false;
      if (isContainer(child)) open.push(child);
    }
  }
  return true;
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
