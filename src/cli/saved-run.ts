import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ConfigNode, fullKey, isContainer, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import { snippet } from "../config/shadow.ts";
import { loadYaml } from "../config/yaml/load.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { taskConfigOf } from "../jobs/task-config.ts";
import { Source } from "../text/source.ts";

/** What the records of a job say about how it was composed. */
export interface SavedRun {
  readonly configName: string | undefined;
  /** Those of the hydra node and those of the task, as they were typed. */
  readonly overrides: readonly string[];
  /** The task's config as it was. */
  readonly config: ConfigNode;
}

/**
 * Reads the records of an output directory, or of its `.hydra`.
 *
 * @throws {HydraException} code `FILE_UNREADABLE`.
 */
export function readSavedRun(directory: string, cwd: string): SavedRun {
  const records = recordsIn(path.resolve(cwd, directory));
  const hydra = at(readYaml(path.join(records, "hydra.yaml")), "hydra");
  const name = at(at(hydra, "job"), "config_name");
  const lines = textsOf(at(at(hydra, "overrides"), "hydra")).filter(
    (text) => !text.startsWith("hydra.mode="),
  );
  return {
    configName: name instanceof ScalarNode && typeof name.value === "string" ? name.value : undefined,
    overrides: [...lines, ...textsOf(readYaml(path.join(records, "overrides.yaml")))],
    config: readYaml(path.join(records, "config.yaml")),
  };
}

/** What a composed config has that the saved one had not, and the other way round. */
export function describeDifferences(directory: string, saved: ConfigNode, config: MapNode): string {
  const before = leavesOf(saved);
  const after = leavesOf(taskConfigOf(config));
  const keys = new Set([...before.keys(), ...after.keys()]);
  const lines = [...keys].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old === now) return [];
    if (old === undefined) return [`  + ${key} = ${now}`];
    return [now === undefined ? `  - ${key} = ${old}` : `  ${key} = ${now} (was ${old})`];
  });
  if (lines.length === 0) return `Running ${directory} again, with the same config`;
  return [`Running ${directory} again, with another config:`, ...lines].join("\n");
}

function recordsIn(directory: string): string {
  const candidates = [path.join(directory, ".hydra"), directory];
  const found = candidates.find((place) => existsSync(path.join(place, "overrides.yaml")));
  if (found !== undefined) return found;
  throw new HydraException("FILE_UNREADABLE", `There are no records of a job in ${directory}`, {
    hint: "give the output directory of a job: it holds .hydra/overrides.yaml",
  });
}

function readYaml(file: string): ConfigNode {
  try {
    return loadYaml(readFileSync(file, "utf8"), { source: new Source(file, readFileSync(file, "utf8")) });
  } catch (cause) {
    throw new HydraException("FILE_UNREADABLE", `The record ${file} cannot be read`, { cause });
  }
}

function at(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return node instanceof MapNode ? node.child(key) : undefined;
}

function textsOf(node: ConfigNode | undefined): string[] {
  if (!(node instanceof ListNode)) return [];
  return [...node.children()].map((child) =>
    child instanceof ScalarNode && typeof child.value === "string" ? child.value : snippet(child),
  );
}

/** Everything that is no section, by full key. Empty sections count. */
function leavesOf(node: ConfigNode, found = new Map<string, string>()): Map<string, string> {
  if (!isContainer(node) || node.size === 0) {
    if (node.parent !== undefined) found.set(fullKey(node), snippet(node));
  } else {
    for (const child of node.children()) leavesOf(child, found);
  }
  return found;
}
