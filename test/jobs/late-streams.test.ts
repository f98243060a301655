import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";

// The streams of a process are its own affair: each case is a program.

const late = fileURLToPath(new URL("../../src/jobs/late-streams.ts", import.meta.url));
let module = "";

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [late],
    bundle: true,
    format: "cjs",
    platform: "node",
    write: false,
  });
  module = `const late = (() => { const module = {}; ${outputFiles[0]?.text ?? ""}; return module.exports; })();`;
});

test.for([
  {
    id: "a stream that nobody asks for is not made",
    program: `late.whenMade("stdout", () => console.log("made"));
      late.writeTo("stdout", "a\\n");
      late.writeTo("stdout", "b\\n");
      require("fs").writeSync(1, String(late.isMade("stdout")));`,
    want: "a\nb\nfalse",
  },
  {
    id: "whoever asks for it gets it, after what was written, and is told",
    program: `late.whenMade("stdout", (stream) => stream.write("made\\n"));
      late.writeTo("stdout", "a\\n");
      console.log("b");
      late.writeTo("stdout", "c\\n");
      process.stdout.write(String(late.isMade("stdout")));`,
    want: "a\nmade\nb\nc\ntrue",
  },
  {
    id: "one that is there already is used as it is",
    program: `console.log("a");
      late.whenMade("stdout", (stream) => stream.write("made\\n"));
      late.writeTo("stdout", "b\\n");`,
    want: "a\nmade\nb\n",
  },
  {
    id: "a program may put another method or another stream in its place",
    program: `late.whenMade("stdout", () => {});
      const { write } = process.stdout;
      process.stdout.write = (text) => write.call(process.stdout, "<" + text + ">");
      late.writeTo("stdout", "a");
      const written = [];
      Object.defineProperty(process, "stdout", { value: { write: (text) => written.push(text) } });
      late.writeTo("stdout", "b");
      require("fs").writeSync(1, written.join());`,
    want: "<a>b",
  },
  {
    id: "a pipe is no terminal",
    program: `late.whenMade("stdout", () => {});
      late.writeTo("stdout", String(late.isTerminal("stdout")) + late.isMade("stdout"));`,
    want: "falsefalse",
  },
])("$id (design D13)", ({ program, want }) => {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", `${module}\n${program}`], {
    encoding: "utf8",
  });
  expect([stdout, stderr]).toEqual([want, ""]);
});

test("what a full pipe does not take waits for its reader", () => {
  const program = `late.whenMade("stdout", () => {});
    late.writeTo("stdout", "x".repeat(3_000_000));
    late.writeTo("stdout", "end");`;
  const { stdout } = spawnSync(process.execPath, ["-e", `${module}\n${program}`], {
    encoding: "utf8",
    maxBuffer: 10_000_000,
  });
  expect([stdout.length, stdout.endsWith("xend")]).toEqual([3_000_003, true]);
});
