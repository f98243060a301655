import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNode } from "../../src/config/create.ts";
import { MapNode } from "../../src/config/node.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { csvLines } from "../../src/sweep/rows/csv.ts";
import { RowsSweeper, type RowsSweeperConfig } from "../../src/sweep/rows-sweeper.ts";
import { formatPlace, Source } from "../../src/text/source.ts";
import { jobsOf, sweepContext } from "./jobs-of.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "orochi-rows-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The jobs of a table that lies where the app was started. */
async function jobs(
  name: string,
  content: string | Uint8Array,
  config: RowsSweeperConfig = {},
  given: readonly string[] = [],
): Promise<string[]> {
  writeFileSync(path.join(folder, name), content);
  const root = createNode({ hydra: { runtime: { cwd: folder } } });
  if (!(root instanceof MapNode)) throw new TypeError("no map");
  return jobsOf(new RowsSweeper({ ...config, file: name }), given, sweepContext(root));
}

describe("rows of a table", () => {
  test.for<{ id: string; name: string; content: string; want: readonly string[] }>([
    {
      id: "one job for each line, one override for each cell",
      name: "a.csv",
      content: "lr,db,+note\n0.1,mysql,hi\n1e-3,pg,there\n",
      want: ["lr=0.1 db=mysql +note=hi", "lr=0.001 db=pg +note=there"],
    },
    {
      id: "an empty cell overrides nothing",
      name: "b.csv",
      content: "a,b\n1,\n,2\n,\n",
      want: ["a=1", "b=2", ""],
    },
    { id: "an empty text", name: "c.csv", content: 'a\n""\n', want: ["a="] },
    {
      id: "commas, brackets and quotes in cells are text",
      name: "d.csv",
      content: 'prompt\n"Hi, you (there)"\n"say ""x"""\n"two\nlines"\n',
      want: [String.raw`prompt=Hi\,\ you\ \(there\)`, `prompt='say "x"'`, "prompt='two\nlines'"],
    },
    {
      id: "values of the override language",
      name: "e.csv",
      content: "v\ntrue\nnull\n\"[1,2]\"\n{a: 1}\n'007'\n007\n1_000\n",
      want: ["v=true", "v=null", "v=[1,2]", "v={a:1}", "v='007'", "v=007", "v=1000"],
    },
    {
      id: "what only looks like a value is text",
      name: "f.csv",
      content: 'v\n"[1, 2"\n1 to 3\n',
      want: [String.raw`v=\[1\,\ 2`, String.raw`v=1\ to\ 3`],
    },
    {
      id: "line breaks of every kind, blank lines, a byte order mark",
      name: "g.csv",
      content: "\uFEFFa,b\r\n1, 2 \r\n\r\n3,4",
      want: ["a=1 b=2", "a=3 b=4"],
    },
    { id: "tabs", name: "h.tsv", content: "a\tb\n1,5\t2\n", want: [String.raw`a=1\,5 b=2`] },
    { id: "a header alone", name: "i.csv", content: "a,b\n", want: [] },
    { id: "nothing at all", name: "j.csv", content: "", want: [] },
    {
      id: "JSON keeps types",
      name: "a.json",
      content: '[{"lr": 0.1, "model": {"depth": 3}, "tags": ["a"], "name": "1"}, {"lr": 1.0, "x": null}]',
      want: ["lr=0.1 model={depth:3} tags=[a] name='1'", "lr=1.0 x=null"],
    },
    { id: "YAML", name: "a.yaml", content: "- {lr: 0.1, db: pg}\n- lr: 1\n", want: ["lr=0.1 db=pg", "lr=1"] },
    { id: "empty YAML", name: "b.yml", content: "", want: [] },
    {
      id: "JSON lines",
      name: "a.jsonl",
      content: '{"a": 1}\n\n{"a": "x, y"}\n',
      want: ["a=1", String.raw`a=x\,\ y`],
    },
  ])("$id", async ({ name, content, want }) => expect(await jobs(name, content)).toEqual(want));

  test("the command line goes on top, its sweeps multiply, and other shapes work as well", async () => {
    const table = "lr,db\n0.1,mysql\n0.2,pg\n";
    expect(await jobs("k.csv", table, { where: "lr < 0.2", repeat: 2 }, ["db=x", "n=1,2"])).toEqual([
      "lr=0.1 db=x n=1 seed=0",
      "lr=0.1 db=x n=1 seed=1",
      "lr=0.1 db=x n=2 seed=0",
      "lr=0.1 db=x n=2 seed=1",
    ]);
  });

  test("rows in the config", async () => {
    const sweeper = new RowsSweeper({ rows: [{ a: 1 }, new Map([["b", [1, "x"]]])] });
    expect(await jobsOf(sweeper, [])).toEqual(["a=1", "b=[1,x]"]);
  });

  test.for<{ id: string; name: string; content: string | Uint8Array; message: RegExp; place?: string }>([
    {
      id: "a row that is too long",
      name: "l.csv",
      content: "a,b\n1,2,3\n",
      message: /3 cells, and the first line has 2/,
      place: "l.csv:2:5",
    },
    {
      id: "a row that is too short",
      name: "m.csv",
      content: "a,b\n1\n",
      message: /1 cells/,
      place: "m.csv:2:1",
    },
    {
      id: "a column without key",
      name: "n.csv",
      content: "a,,c\n1,2,3\n",
      message: /no key/,
      place: "n.csv:1:3",
    },
    { id: "a column twice", name: "o.csv", content: "a,b,a\n", message: /Two columns/, place: "o.csv:1:5" },
    { id: "an open quote", name: "p.csv", content: 'a\n"x\n', message: /does not end/, place: "p.csv:2:1" },
    {
      id: "text behind a quote",
      name: "q.csv",
      content: 'a\n"x"y\n',
      message: /goes on/,
      place: "q.csv:2:4",
    },
    { id: "no list", name: "a2.json", content: '{"a": 1}', message: /not a list/, place: "a2.json:1:1" },
    {
      id: "a row that is no mapping",
      name: "c.yaml",
      content: "- 1\n",
      message: /A row is a mapping/,
      place: "c.yaml.0:1:1",
    },
    {
      id: "bytes that are no text",
      name: "r.csv",
      content: Uint8Array.of(0x61, 0x0a, 0xff),
      message: /not UTF-8/,
    },
    { id: "an unknown extension", name: "s.xlsx", content: "", message: /its name ends in .csv/ },
  ])("$id is an error with its place", async ({ name, content, message, place }) => {
    const error: unknown = await jobs(name, content).catch((thrown: unknown) => thrown);
    if (!isOrochiError(error)) throw new Error(`no error: ${JSON.stringify(error)}`);
    expect(error.code).toBe("SWEEP_ROWS");
    expect(`${error.summary} ${error.hint ?? ""}`).toMatch(message);
    expect(error.span && formatPlace(error.span)).toBe(place);
  });

  test.for([
    { config: {}, message: /No rows are given/ },
    { config: { file: "a.csv", rows: [] }, message: /given twice/ },
    { config: { file: "nowhere.csv" }, message: /no table of jobs nowhere.csv/ },
  ])("$message", async ({ config, message }) => {
    await expect(jobsOf(new RowsSweeper(config), [])).rejects.toThrow(message);
  });
});

test("cells come back as they were written", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "\t", "ü", "🐉"),
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (table) => {
      const text = table
        .map((line) => line.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
        .join("\n");
      const read = [...csvLines(new Source("t.csv", text), ",")].map((line) =>
        line.map((found) => found.text),
      );
      expect(read).toEqual(table);
    }),
  );
});
