import { expect, test } from "vitest";
import { SearchPath, standardSearchPath } from "../../src/sources/search-path.ts";
import { SourceSchemes, standardSchemes } from "../../src/sources/source-schemes.ts";

const providers = (path: SearchPath) => path.entries.map(({ provider }) => provider);
const sample = () =>
  new SearchPath([
    { provider: "a", path: "file://1" },
    { provider: "b", path: "file://2" },
    { provider: "a", path: "file://3" },
  ]);

test("H-PTH-002: built-ins, the app, the store", () => {
  expect(standardSearchPath("/conf").entries).toEqual([
    { provider: "hydra", path: "builtin://orochi" },
    { provider: "main", path: "file:///conf" },
    { provider: "schema", path: "structured://" },
  ]);
});

test("H-PTH-003: append stands after the last match, prepend before the first", () => {
  const path = sample();
  path.append("x", "file://x", "a");
  path.prepend("y", "file://y", { path: "file://2" });
  expect(providers(path)).toEqual(["a", "y", "b", "a", "x"]);
});

test("H-PTH-003: without a match it is the end and the start", () => {
  const path = sample();
  path.append("x", "file://x", "nobody");
  path.prepend("y", "file://y", "nobody");
  expect(providers(path)).toEqual(["y", "a", "b", "a", "x"]);
});

test("H-SRC-002: an unknown scheme lists the known ones", () => {
  const schemes = standardSchemes({});
  expect(() => schemes.open({ provider: "main", path: "gopher://x" })).toThrow(/file, pkg and structured/);
});

test("H-SRC-002: a scheme has one factory", () => {
  const schemes = new SourceSchemes();
  const factory = () => {
    throw new Error("not opened here");
  };
  schemes.register("x", factory);
  schemes.register("x", factory);
  expect(() => schemes.register("x", () => factory())).toThrow(
    expect.objectContaining({ code: "SOURCE_SCHEME" }),
  );
});
