import { describe, expect, test } from "vitest";
import { parseArgv } from "../../src/cli/argv.ts";
import { UsageError } from "../../src/errors/hydra-errors.ts";

describe("parseArgv (H-CLI-001, H-CLI-002)", () => {
  test.for<{ id: string; argv: string[]; flags: Record<string, string>; overrides: string[] }>([
    { id: "nothing", argv: [], flags: {}, overrides: [] },
    { id: "overrides only", argv: ["a=1", "+b=2", "~c"], flags: {}, overrides: ["a=1", "+b=2", "~c"] },
    { id: "flag last", argv: ["a=1", "-m"], flags: { multirun: "" }, overrides: ["a=1"] },
    {
      id: "interleaved",
      argv: ["a=1", "-c", "job", "b=2"],
      flags: { cfg: "job" },
      overrides: ["a=1", "b=2"],
    },
    { id: "equals sign", argv: ["--cfg=job", "a=1"], flags: { cfg: "job" }, overrides: ["a=1"] },
    { id: "equals sign in the value", argv: ["--package=a=b"], flags: { package: "a=b" }, overrides: [] },
    { id: "abbreviation", argv: ["--mult", "a=1,2"], flags: { multirun: "" }, overrides: ["a=1,2"] },
    { id: "abbreviation of two letters", argv: ["-s"], flags: { shellCompletion: "" }, overrides: [] },
    { id: "attached argument", argv: ["-cjob"], flags: { cfg: "job" }, overrides: [] },
    {
      id: "aliases of two letters",
      argv: ["-cn", "x", "-cp", "y", "-cd", "z"],
      flags: { configName: "x", configPath: "y", configDir: "z" },
      overrides: [],
    },
    { id: "optional argument left out", argv: ["a=1", "--info"], flags: { info: "all" }, overrides: ["a=1"] },
    { id: "optional argument", argv: ["-i", "defaults"], flags: { info: "defaults" }, overrides: [] },
    {
      id: "end of flags",
      argv: ["-m", "--", "-m", "a=1"],
      flags: { multirun: "" },
      overrides: ["-m", "a=1"],
    },
    { id: "negative number", argv: ["-1", "-.5"], flags: {}, overrides: ["-1", "-.5"] },
    { id: "last one counts", argv: ["-c", "job", "-c", "all"], flags: { cfg: "all" }, overrides: [] },
    {
      id: "explain needs its whole name",
      argv: ["--explain", "db.port"],
      flags: { explain: "db.port" },
      overrides: [],
    },
  ])("$id", ({ argv, flags, overrides }) => {
    const parsed = parseArgv(argv);
    expect(Object.fromEntries(parsed.flags)).toEqual(flags);
    expect(parsed.overrides).toEqual(overrides);
  });

  test.for([
    { id: "unknown flag", argv: ["--nosuch"], message: /Unknown flag '--nosuch'/ },
    { id: "near miss", argv: ["--multrun"], message: /did you mean '--multirun'/ },
    { id: "ambiguous", argv: ["--c"], message: /'--c' is not unique/ },
    { id: "bad choice", argv: ["--cfg", "wrong"], message: /--cfg cannot be 'wrong'/ },
    { id: "missing argument", argv: ["a=1", "--config-name"], message: /--config-name needs/ },
    { id: "flag for an argument", argv: ["--cfg", "-m"], message: /--cfg needs/ },
    { id: "argument not wanted", argv: ["-m=1"], message: /--multirun takes no argument/ },
    {
      id: "override for an optional argument (H-CLI-024)",
      argv: ["--info", "x=1"],
      message: /--info=all x=1/,
    },
  ])("$id is a usage error", ({ argv, message }) => {
    expect(() => parseArgv(argv)).toThrow(UsageError);
    expect(() => parseArgv(argv)).toThrow(message);
  });
});
