import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import { type ConfigNode, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import { snippet } from "../config/shadow.ts";
import { loadYaml } from "../config/yaml/load.ts";
import { isOrochiError } from "../errors/base.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { configDifferences } from "../jobs/config-differences.ts";
import { taskConfigOf } from "../jobs/task-config.ts";
import { Source } from "../text/source.ts";

/** What the records of a job say about how it was composed. */
export interface SavedRun {
  /** The directory as it was named. */
  readonly directory: string;
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
  const records = recordsIn(path.resolve(cwd, directory), directory);
  const files = {
    hydra: path.join(records, "hydra.yaml"),
    overrides: path.join(records, "overrides.yaml"),
    config: path.join(records, "config.yaml"),
  };
  const hydra = at(readYaml(files.hydra), "hydra");
  if (hydra === undefined) throw damaged(files.hydra, "a mapping with the key 'hydra'");
  const name = at(at(hydra, "job"), "config_name");
  const own = textsOf(at(at(hydra, "overrides"), "hydra"), files.hydra);
  const config = readYaml(files.config);
  if (!(config instanceof MapNode)) throw damaged(files.config, "a mapping");
  return {
    directory,
    configName: name instanceof ScalarNode && typeof name.value === "string" ? name.value : undefined,
    overrides: [
      ...own.filter((text) => !text.startsWith("hydra.mode=")),
      ...textsOf(readYaml(files.overrides), files.overrides),
    ],
    config,
  };
}

/** What a composed config has that the saved one had not, and the other way round. */
export function describeDifferences(saved: SavedRun, config: MapNode): string {
  const { directory } = saved;
  const lines = configDifferences(saved.config, Secrets.of(config).config(taskConfigOf(config)));
  if (lines.length === 0) return `Running ${directory} again, with the same config`;
  return [`Running ${directory} again, with another config:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

function recordsIn(place: string, directory: string): string {
  const candidates = [path.join(place, ".hydra"), place];
  const found = candidates.find((records) => existsSync(path.join(records, "overrides.yaml")));
  if (found !== undefined) return found;
  const isSweep = existsSync(path.join(place, "multirun.yaml"));
  throw new HydraException("FILE_UNREADABLE", `There are no records of a job in ${directory}`, {
    hint: isSweep
      ? `it holds a sweep: name one of its jobs, such as ${path.join(directory, "0")}`
      : "give the output directory of a job: it holds .hydra/overrides.yaml",
  });
}

function readYaml(file: string): ConfigNode {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
    return loadYaml(text, { source: new Source(file, text) });
  } catch (cause) {
    // A mistake in the text comes with its place.
    if (isOrochiError(cause)) throw cause;
    const why = cause instanceof TypeError ? "it is not written in UTF-8" : reason(cause);
    throw new HydraException("FILE_UNREADABLE", `The record ${file} cannot be read: ${why}`, {
      hint: howToMend,
    });
  }
}

const howToMend = "--rerun needs config.yaml, hydra.yaml and overrides.yaml as the job wrote them";

function reason(cause: unknown): string {
  const isGone = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  if (isGone) return "it is not there";
  return cause instanceof Error ? cause.message : String(cause);
}

function damaged(file: string, wanted: string): HydraException {
  return new HydraException("FILE_UNREADABLE", `The record ${file} is damaged: it should hold ${wanted}`, {
    hint: howToMend,
  });
}

function at(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return node instanceof MapNode ? node.child(key) : undefined;
}

/** The texts of a list. Nothing at all is an empty one: so an empty file reads. */
function textsOf(node: ConfigNode | undefined, file: string): string[] {
  if (node === undefined || (node instanceof MapNode && node.size === 0)) return [];
  if (!(node instanceof ListNode)) throw damaged(file, "a list of overrides");
  return [...node.children()].map((child) =>
    child instanceof ScalarNode && typeof child.value === "string" ? child.value : snippet(child),
  );
}
