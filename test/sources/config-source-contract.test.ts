import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe } from "vitest";
import { configSourceContract, type ContractConfig } from "orochi/testing";
import { loadYaml } from "../../src/config/yaml/load.ts";
import { FileSource } from "../../src/sources/file-source.ts";
import { PackageSource } from "../../src/sources/package-source.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";
import { StoreSource } from "../../src/sources/store-source.ts";
import { keepsContract } from "../testing/keeps-contract.ts";

const root = mkdtempSync(path.join(tmpdir(), "orochi-sources-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(directory: string, configs: readonly ContractConfig[]): void {
  mkdirSync(directory, { recursive: true });
  for (const { path: name, text } of configs) {
    const file = path.join(directory, `${name}.yaml`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function fresh(): string {
  return mkdtempSync(path.join(root, "case-"));
}

describe("FileSource (H-SRC-003)", () => {
  const make = (configs: readonly ContractConfig[]): FileSource => {
    const directory = fresh();
    write(path.join(directory, "conf"), configs);
    return new FileSource("conf", "main", directory);
  };
  keepsContract(configSourceContract(make));
});

describe("PackageSource (H-SRC-004)", () => {
  const make = (configs: readonly ContractConfig[]): PackageSource => {
    const directory = fresh();
    const home = path.join(directory, "node_modules/@acme/configs");
    write(path.join(home, "conf"), configs);
    writeFileSync(path.join(home, "package.json"), '{ "name": "@acme/configs" }');
    return new PackageSource("@acme/configs/conf", "acme", directory);
  };
  keepsContract(configSourceContract(make));
});

describe("StoreSource (H-SRC-005)", () => {
  const make = (configs: readonly ContractConfig[]): StoreSource => {
    const entries = new StoreEntries();
    for (const { path: name, text } of configs) {
      const cut = name.lastIndexOf("/");
      entries.add({
        group: cut === -1 ? null : name.slice(0, cut),
        name: name.slice(cut + 1),
        node: () => loadYaml(text, {}),
      });
    }
    return new StoreSource(entries);
  };
  keepsContract(configSourceContract(make));
});
