/** Every numbered rule of sections 1 to 4 and 10 to 12 has a test, a row of the documentation, or a reason here. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { builtinEntries } from "../../src/builtin/builtin-entries.ts";
import { createNode } from "../../src/config/create.ts";
import { compose } from "../../src/index.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";
import { composeOk, defaultsOk, repositoryWith, yamlOf } from "./compose-ok.ts";

const numbers: Readonly<Record<string, string>> = {
  SRC: "001 002 003 004 005 006 007 008 009",
  PTH: "001 002 003 004 005 006 007 008 009 010 011",
  FIL: "001 002 003 004 005",
  PKG: "001 002 003 004 005 006 007 008 009 010",
  CST: "001 002 003 004 005 006 007 008 009 010",
  DEF:
    "001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016 017 018 019 020 021 022 032 033 034 035 036 037 038 039 " +
    "040 041 042 043 044 045 046 047 048 050 051 052",
  OVR: "001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016 017 018 019 020 021",
  FUN: "001 002 010 011 012 013 014 015 016 017 018 019 020 021 022 023 024",
  APL: "001 002 003 004 005 006 007 008 009 010 011 012 013 014",
  APP: "001 002 003 004 005 006 007 008 009 010 011 012 013 014",
  PLG: "001 002 003 004 005 006 007 030 031 032 033 034 035 036 037 038 039 040 041 042",
  API: "001 002 003 004 005 006 007 008 009 010 011",
  INS:
    "001 002 003 004 005 006 010 011 012 013 014 015 016 017 018 019 020 021 022 023 024 025 030 031 032 033 " +
    "040 041 042 043 044",
  UTL: "001 002 003 004 005",
};

const elsewhere: Readonly<Record<string, string>> = {
  "H-PTH-005": "--config-dir is the command line's: test/cli and the corpus file cli",
  "H-SRC-001": "the interface of sources: its contract suite in orochi/testing names what it asks",
  "H-CST-004": "a note for listings; entries carry their provider",
  "H-CST-008": "a note on where types come from: docs/schemas.md",
  "H-CST-010": "there is no singleton that could be stale (design D4)",
};

test("every rule is cited", () => {
  const cited = new Set<string>();
  for (const text of textsBelow(
    path.join(import.meta.dirname, ".."),
    path.join(import.meta.dirname, "../../docs"),
  ))
    for (const id of idsIn(text)) cited.add(id);
  const all = Object.entries(numbers).flatMap(([area, list]) =>
    list.split(" ").map((id) => `H-${area}-${id}`),
  );
  expect(all.filter((id) => !cited.has(id) && elsewhere[id] === undefined)).toEqual([]);
});

/** Ranges such as H-X-001…003 count for all that they span. */
function* idsIn(text: string): Generator<string> {
  for (const [, area, first, last] of text.matchAll(/H-([A-Z]+)-(\d{3})(?:…(?:H-[A-Z]+-)?(\d{3}))?/g)) {
    for (let id = Number(first); id <= Number(last ?? first); id++)
      yield `H-${area}-${String(id).padStart(3, "0")}`;
  }
}

function* textsBelow(...directories: string[]): Generator<string> {
  for (const directory of directories) {
    for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
      if (!name.includes("cases") && /\.(?:ts|md)$/.test(name))
        yield readFileSync(path.join(directory, name), "utf8");
    }
  }
}

test("H-PTH-004: files do not shadow what ships", () => {
  const files = {
    config: "x: 1\n",
    "hydra/job_logging/default": "mine: 1\n",
    "hydra/launcher/own": "mine: 1\n",
  };
  expect(repositoryWith(files).load("hydra/job_logging/default")?.provider).toBe("hydra");
  expect(repositoryWith(files).load("hydra/launcher/own")?.provider).toBe("main");
});

test("H-PTH-011: the places of hydra.searchpath stay for what comes after composing", () => {
  const { repository } = composeOk({ config: "hydra: {searchpath: ['structured://']}\nx: 1\n" });
  expect(repository.describe()).toContain("provider=hydra.searchpath in main, path=structured://");
});

test("H-CST-003: what is loaded is not what was stored", () => {
  const repository = repositoryWith({ config: "x: {z: 1}\n" });
  const first = composeOk({}, [], { repository });
  first.config.removeChild("x");
  expect(yamlOf(composeOk({}, [], { repository }))).toBe("x:\n  z: 1\n");
});

test("H-CST-009: the entries that ship", () => {
  const entries = builtinEntries();
  for (const [group, name] of [
    ["hydra", "config"],
    ["hydra/launcher", "basic"],
    ["hydra/sweeper", "basic"],
  ] as const)
    expect(entries.has(group, name)).toBe(true);
});

test("H-DEF-033: what is derived of an item: path, package and the key that overrides it", () => {
  const { entries: defaults } = defaultsOk({
    config: "defaults: [{server/db@x: a}, _self_]\n",
    "server/db/a": "defaults: [{pool: b}, c]\nh: 1\n",
    "server/db/pool/b": "p: 1\n",
    "server/db/c": "c: 1\n",
  });
  const own = defaults.filter(({ configPath }) => !configPath.startsWith("hydra/"));
  expect(own.map(({ configPath, package: at, overrideKey }) => [configPath, at, overrideKey])).toEqual([
    ["server/db/pool/b", "x.pool", "server/db/pool@x.pool"],
    ["server/db/c", "x", undefined],
    ["server/db/a", "x", "server/db@x"],
    ["config", "", undefined],
  ]);
});

test("H-CST-007: a frozen node takes no other value", () => {
  const entries = new StoreEntries();
  const node = createNode({ host: "a" });
  node.flags = { readonly: true };
  entries.add({ group: "db", name: "frozen", node });
  expect(compose<{ db: { host: string } }>({ store: entries, overrides: ["+db=frozen"] }).db.host).toBe("a");
  expect(() => compose({ store: entries, overrides: ["+db=frozen", "db.host=b"] })).toThrow(
    expect.objectContaining({ code: "OVERRIDE_VALUE" }),
  );
});
