import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { builtinEntries } from "../../src/builtin/builtin-entries.ts";
import { createNode, createStructNode } from "../../src/config/create.ts";
import type { ConfigNode } from "../../src/config/node.ts";
import type { TreeContext } from "../../src/config/context.ts";
import { defaultContext } from "../../src/config/resolvers/default-context.ts";
import { createResolverRegistry } from "../../src/config/resolvers/default-registry.ts";
import { type RunAccess, registerRunResolvers } from "../../src/jobs/run-resolvers.ts";
import { ConfigRepository } from "../../src/sources/repository.ts";
import { standardSearchPath } from "../../src/sources/search-path.ts";
import { standardSchemes } from "../../src/sources/source-schemes.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";
import { decodeValue } from "./encoding.ts";
import { type ComposeSchema, structOf } from "./compose-schema.ts";

/** What the cases of compose, multirun, cli … have in common (README-compose, "Inputs shared by most files"). */
export interface ComposeInputs {
  readonly files?: Readonly<Record<string, string>>;
  readonly searchpath?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly config_name?: string | null;
  readonly store?: readonly StoredCase[];
}

interface StoredCase {
  readonly name: string;
  readonly group?: string;
  readonly package?: string;
  readonly node?: unknown;
  readonly schema?: ComposeSchema;
}

/** Runs `use` in a fresh directory that holds the case's files below `conf/`; it is removed afterwards. */
export function withComposeFiles<T>(input: ComposeInputs, use: (root: string) => T): T {
  const root = mkdtempSync(path.join(tmpdir(), "orochi-case-"));
  try {
    writeAll(path.join(root, "conf"), input.files ?? {});
    for (const [name, files] of Object.entries(input.searchpath ?? {}))
      writeAll(path.join(root, name), files);
    return use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export function repositoryOf(input: ComposeInputs, root: string): ConfigRepository {
  const schemes = standardSchemes({
    builtin: builtinEntries(),
    store: storeOf(input.store ?? []),
    cwd: root,
  });
  return new ConfigRepository(standardSearchPath(path.join(root, "conf")), schemes);
}

export function runContextOf(access: RunAccess = { hydra: () => undefined }): TreeContext {
  const resolvers = createResolverRegistry();
  registerRunResolvers(resolvers, access);
  return defaultContext(resolvers);
}

export function storeOf(cases: readonly StoredCase[]): StoreEntries {
  const entries = new StoreEntries();
  for (const entry of cases) {
    entries.add({ name: entry.name, group: entry.group, package: entry.package, node: () => nodeOf(entry) });
  }
  return entries;
}

function nodeOf({ schema, node }: StoredCase): ConfigNode {
  return schema === undefined ? createNode(decodeValue(node)) : createStructNode(structOf(schema));
}

function writeAll(directory: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
