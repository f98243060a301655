import path from "node:path";
import { type ConfigNode, isContainer } from "../../config/node.ts";
import type { ConfigRepository } from "../../sources/repository.ts";
import { joinPath } from "../../sources/config-path.ts";
import { attempt, type CompletionApp, type CompletionLine, parseLine } from "./complete.ts";
import { type IndexedKeys, type IndexEntry, writeIndexEntry } from "./completion-index.ts";
import { ConfigKeys } from "./config-keys.ts";
import { takeStamps } from "./stamps.ts";

export interface IndexedApp extends CompletionApp {
  /** Real path of the app's file; without one there is nothing to keep an index for. */
  readonly entry: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  listing(overrides: readonly string[]): ConfigRepository;
  readonly anyListing: ConfigRepository;
  config(overrides: readonly string[], mode: "run" | "multirun"): ConfigNode;
}

/** Writes down what was worked out for a line, so that the next Tab need not start the app. */
export function writeIndex(line: string, app: IndexedApp): void {
  const parsed = parseLine(line);
  if (app.entry === undefined || parsed === undefined) return;
  const repository = attempt(() => app.listing(parsed.command.overrides)) ?? app.anyListing;
  const directories = repository.sources
    .filter(({ scheme }) => scheme !== "structured" && scheme !== "builtin")
    .map((source) => path.resolve(source.path));
  const stamps = takeStamps(app.entry, directories);
  if (stamps !== undefined) writeIndexEntry(app.entry, entryFor(parsed, app, repository), stamps, app.env);
}

function entryFor(
  { before, command, mode }: CompletionLine,
  app: IndexedApp,
  listing: ConfigRepository,
): IndexEntry {
  const groups: [string, IndexEntry["groups"][string]][] = [];
  const open = [""];
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    const parent = group;
    const below = listing.groups(parent);
    groups.push([parent, { options: listing.options(parent), groups: below }]);
    open.push(...below.map((name) => joinPath(parent, name)));
  }
  const config = attempt(() => app.config(command.overrides, mode));
  return {
    words: before,
    cwd: app.cwd,
    groups: Object.fromEntries(groups),
    keys: config === undefined ? null : indexKeys(config),
  };
}

function indexKeys(node: ConfigNode): IndexedKeys {
  const tree = new ConfigKeys(node);
  if (isContainer(node))
    return [...tree.children()].map(
      ([name, child]) => [name, indexKeys((child as ConfigKeys).node)] as const,
    );
  return node.kind === "interpolation" ? 0 : (tree.value() ?? null);
}
