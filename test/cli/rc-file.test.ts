import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { addBlock, removeBlock } from "../../src/cli/completion/rc-file.ts";

const directory = mkdtempSync(path.join(tmpdir(), "orochi-rc-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = path.join(directory, "rc");

describe("a file that every shell reads (H-CMP-001)", () => {
  test("adding any number of times and removing gives back what was there", () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^(a b|\n|# x|)*$/));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 3 }), (before, times) => {
        writeFileSync(file, before);
        for (let time = 0; time < times; time++) addBlock(file, "app", "line");
        const added = readFileSync(file, "utf8");
        expect(added.startsWith(before)).toBe(true);
        expect(added.match(/^line$/gm)).toHaveLength(1 + (before.match(/^line$/gm) ?? []).length);
        expect(removeBlock(file, "app")).toBe(true);
        expect(readFileSync(file, "utf8")).toBe(before);
        expect(removeBlock(file, "app")).toBe(false);
      }),
    );
  });
  test("a file that was not there is made, and removed again", () => {
    const fresh = path.join(directory, "deep/er/rc");
    addBlock(fresh, "app", "line");
    addBlock(fresh, "other", "more");
    removeBlock(fresh, "app");
    expect(readFileSync(fresh, "utf8")).toContain("\nmore\n");
    removeBlock(fresh, "other");
    expect(readFileSync(fresh, "utf8")).toBe("");
    addBlock(path.join(directory, "rc2"), "app", "line");
    removeBlock(path.join(directory, "rc2"), "app");
    expect(statSync(path.join(directory, "rc2"), { throwIfNoEntry: false })).toBeUndefined();
  });
  test("links and permissions stay", () => {
    writeFileSync(file, "mine\n");
    chmodSync(file, 0o600);
    const link = path.join(directory, "link");
    symlinkSync(file, link);
    addBlock(link, "app", "line");
    expect([lstatSync(link).isSymbolicLink(), statSync(file).mode & 0o777]).toEqual([true, 0o600]);
    expect(readFileSync(file, "utf8")).toContain("line");
  });
});
