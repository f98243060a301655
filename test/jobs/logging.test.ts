import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { configureLogging, type Verbose } from "../../src/jobs/logging/configure.ts";
import { createFormatter, formatTime } from "../../src/jobs/logging/formatter.ts";
import { levelName, levelWeight } from "../../src/jobs/logging/levels.ts";
import { Logger } from "../../src/jobs/logging/logger.ts";
import type { LogTree } from "../../src/jobs/logging/log-tree.ts";

const time = new Date(2026, 10, 22, 13, 4, 5, 6);

describe("formats (H-LOG-004, H-LOG-005)", () => {
  test.for([
    {
      format: "[%(asctime)s][%(name)s][%(levelname)s] - %(message)s",
      want: "[2026-11-22 13:04:05,006][app.db][INFO] - hello",
    },
    { format: "%(levelname)-8s|%(message)10s|", want: "INFO    |     hello|" },
    { format: "%(levelno)05d %% %(msecs)03d", want: "00020 % 006" },
    { format: "%(message).3s", want: "hel" },
    { format: "{levelname} {message}", style: "{" as const, want: "INFO hello" },
    { format: "$levelname ${message}", style: "$" as const, want: "INFO hello" },
    { format: "%(asctime)s", dateFormat: "%H:%M", want: "13:04" },
  ])("$format", ({ want, ...options }) => {
    expect(createFormatter(options)({ name: "app.db", level: 20, message: "hello", time })).toBe(want);
  });

  test("an unknown field is refused when the format is read", () => {
    expect(() => createFormatter({ format: "%(nosuch)s" })).toThrow(/no field 'nosuch'/);
  });
  test("asctime is local time with milliseconds", () => {
    expect(formatTime(time)).toBe("2026-11-22 13:04:05,006");
  });
  test.for([
    ["debug", 10],
    ["WARN", 30],
    ["FATAL", 50],
    [15, 15],
    ["25", 25],
    ["loud", undefined],
  ] as const)("level %s is %s", ([level, weight]) => {
    expect(levelWeight(level)).toBe(weight);
  });
  test("levels between the names have numbers", () => expect(levelName(15)).toBe("Level 15"));
});

describe("the dict form (H-LOG-001, H-LOG-005)", () => {
  let root = "";
  let stdout = "";
  let stderr = "";
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "orochi-logging-"));
    stdout = stderr = "";
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const configure = (section: unknown, verbose: Verbose = false): LogTree | undefined =>
    configureLogging(section, verbose, {
      cwd: () => root,
      chdir: () => {},
      env: {},
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
  const loggerOf = (tree: LogTree | undefined, name: string): Logger => {
    if (tree === undefined) throw new Error("logging was left as it is");
    return new Logger(name, () => tree);
  };
  const console = { class: "logging.StreamHandler", formatter: "simple", stream: "ext://sys.stdout" };
  const formatters = { simple: { format: "%(name)s:%(levelname)s:%(message)s" } };

  test("records climb to the root", () => {
    const log = loggerOf(
      configure({ formatters, handlers: { console }, root: { level: "INFO", handlers: ["console"] } }),
      "a.b",
    );
    log.info("one %s", 1);
    log.debug("two");
    expect(stdout).toBe("a.b:INFO:one 1\n");
  });
  test("a logger's own level and propagate count", () => {
    const tree = configure({
      formatters,
      handlers: { console, err: { ...console, stream: "ext://sys.stderr", level: "ERROR" } },
      root: { level: "WARNING", handlers: ["console"] },
      loggers: { a: { level: "DEBUG" }, "a.quiet": { handlers: ["err"], propagate: false } },
    });
    loggerOf(tree, "a.x").debug("shown");
    loggerOf(tree, "b").info("hidden");
    loggerOf(tree, "a.quiet").warning("below the handler's level");
    loggerOf(tree, "a.quiet").error("on stderr");
    expect(stdout).toBe("a.x:DEBUG:shown\n");
    expect(stderr).toBe("a.quiet:ERROR:on stderr\n");
  });
  test("files are made at once, unless delayed or unused", () => {
    const file = (filename: string, delay = false) => ({
      class: "logging.FileHandler",
      formatter: "simple",
      filename,
      delay,
    });
    const tree = configure({
      formatters,
      handlers: { now: file("now.log"), later: file("deep/later.log", true), unused: file("unused.log") },
      root: { level: "INFO", handlers: ["now", "later"] },
    });
    expect([existsSync(path.join(root, "now.log")), existsSync(path.join(root, "deep"))]).toEqual([
      true,
      false,
    ]);
    loggerOf(tree, "x").info("hello");
    tree?.close();
    expect(readFileSync(path.join(root, "deep/later.log"), "utf8")).toBe("x:INFO:hello\n");
    expect(existsSync(path.join(root, "unused.log"))).toBe(false);
  });
  test("a rotating file keeps its backups", () => {
    const rotating = {
      class: "logging.handlers.RotatingFileHandler",
      filename: "r.log",
      maxBytes: 20,
      backupCount: 2,
    };
    const tree = configure({ handlers: { rotating }, root: { level: "INFO", handlers: ["rotating"] } });
    for (let line = 0; line < 6; line++) loggerOf(tree, "x").info(`line ${line} ....`);
    tree?.close();
    expect(
      ["r.log", "r.log.1", "r.log.2", "r.log.3"].map((name) => existsSync(path.join(root, name))),
    ).toEqual([true, true, true, false]);
  });
  test("root: null leaves logging as it is; null for the whole section is the long format", () => {
    expect(configure({ root: null })).toBeUndefined();
    loggerOf(configure(null), "x").info("hello");
    expect(stdout).toMatch(/^\[.*\]\[x\]\[INFO\] - hello\n$/);
  });
  test.for<{ verbose: Verbose; want: string }>([
    { verbose: false, want: "" },
    { verbose: true, want: "a:DEBUG:m\nb:DEBUG:m\n" },
    { verbose: "a", want: "a:DEBUG:m\n" },
    { verbose: ["b"], want: "b:DEBUG:m\n" },
  ])("hydra.verbose=$verbose (H-LOG-003)", ({ verbose, want }) => {
    const tree = configure(
      { formatters, handlers: { console }, root: { level: "INFO", handlers: ["console"] } },
      verbose,
    );
    for (const name of ["a", "b"]) loggerOf(tree, name).debug("m");
    expect(stdout).toBe(want);
  });
  test("without handlers, warnings and errors go to stderr", () => {
    const log = loggerOf(configure({ root: { level: "INFO" } }), "x");
    log.info("nowhere");
    log.warning("here");
    expect([stdout, stderr]).toEqual(["", "here\n"]);
  });
  test.for([
    {
      id: "handler class",
      section: { handlers: { h: { class: "logging.StreamHandlr" } }, root: { handlers: ["h"] } },
      message: /did you mean/,
    },
    {
      id: "handler name",
      section: { root: { handlers: ["consle"] }, handlers: { console } },
      message: /Unknown log handler 'consle'/,
    },
    {
      id: "formatter",
      section: { handlers: { h: { ...console, formatter: "no" } }, root: { handlers: ["h"] } },
      message: /Unknown log formatter 'no'/,
    },
    { id: "level", section: { root: { level: "LOUD" } }, message: /Unknown log level 'LOUD'/ },
    {
      id: "stream",
      section: { handlers: { h: { class: "console", stream: "x" } }, root: { handlers: ["h"] } },
      message: /Unknown log stream/,
    },
  ])("an unknown $id is an error", ({ section, message }) => {
    expect(() => configure(section)).toThrow(message);
  });
});
