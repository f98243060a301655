import path from "node:path";
import { pythonStr } from "../../config/python-text.ts";
import { HydraException } from "../../errors/hydra-errors.ts";
import { didYouMean } from "../../text/nearest.ts";
import type { Surroundings, TextSink } from "../surroundings.ts";
import { wantsColour } from "./colours.ts";
import { longFormat } from "./formats.ts";
import { createFormatter, type Formatter } from "./formatter.ts";
import { FileHandler, type Handler, NullHandler, StreamHandler } from "./handlers.ts";
import { levelWeight, logLevels } from "./levels.ts";
import { LogTree } from "./log-tree.ts";

type Section = ReadonlyMap<string, unknown>;

/** `hydra.verbose`: everything, nothing, or these loggers at DEBUG (H-LOG-003). */
export type Verbose = boolean | string | readonly string[];

export interface LoggingOptions {
  /** Whether handlers may write files: with `hydra.output: none` they may not. @defaultValue `true` */
  readonly files?: boolean | undefined;
}

/**
 * The loggers that a logging section describes (`hydra.job_logging`, `hydra.hydra_logging`), given as plain data with all
 * interpolations resolved. `undefined` when the section says `root: null`: logging stays as it is (H-LOG-002).
 */
export function configureLogging(
  section: unknown,
  verbose: Verbose,
  surroundings: Surroundings,
  { files = true }: LoggingOptions = {},
): LogTree | undefined {
  const tree = new LogTree(surroundings.stderr);
  if (section === null || section === undefined) addDefaultHandler(tree, surroundings.stdout);
  else if (!applySection(tree, asSection(section, ""), surroundings, files)) return undefined;
  applyVerbose(tree, verbose);
  return tree;
}

function addDefaultHandler(tree: LogTree, sink: TextSink): void {
  const handler = new StreamHandler(sink);
  handler.formatter = createFormatter({ format: longFormat });
  tree.root.level = logLevels.INFO;
  tree.root.handlers.push(handler);
}

function applySection(tree: LogTree, section: Section, surroundings: Surroundings, files: boolean): boolean {
  if (section.has("root") && section.get("root") === null) return false;
  const formatters = new Map<string, Formatter>();
  for (const [name, value] of sectionAt(section, "formatters"))
    formatters.set(name, readFormatter(asSection(value, `formatters.${name}`)));
  const wanted = usedHandlers(section);
  const handlers = new Map<string, Handler>();
  for (const [name, value] of sectionAt(section, "handlers")) {
    if (!wanted.has(name)) continue;
    const key = `handlers.${name}`;
    handlers.set(name, readHandler(asSection(value, key), { key, formatters, surroundings, files }));
  }
  applyLogger(tree, "root", sectionAt(section, "root"), handlers);
  for (const [name, value] of sectionAt(section, "loggers"))
    applyLogger(tree, name, asSection(value, `loggers.${name}`), handlers);
  return true;
}

/** A handler that no logger uses is not made: it would leave an empty file behind. */
function usedHandlers(section: Section): Set<string> {
  const loggers = [
    sectionAt(section, "root"),
    ...[...sectionAt(section, "loggers").values()].map((value) => asSection(value, "loggers")),
  ];
  return new Set(loggers.flatMap((logger) => namesAt(logger, "handlers")));
}

function readFormatter(section: Section): Formatter {
  const style = textAt(section, "style");
  return createFormatter({
    format: textAt(section, "format") ?? textAt(section, "fmt"),
    dateFormat: textAt(section, "datefmt"),
    style: style === "{" || style === "$" ? style : "%",
    levelColours: section.has("log_colors")
      ? new Map([...sectionAt(section, "log_colors")].map(([level, colour]) => [level, pythonStr(colour)]))
      : undefined,
  });
}

type HandlerFactory = (section: Section, surroundings: Surroundings, key: string) => Handler;

/** By our names and by those that existing directories use (H-LOG-005). */
const handlerClasses: Readonly<Record<string, HandlerFactory>> = {
  console: streamHandler,
  "logging.StreamHandler": streamHandler,
  file: fileHandler,
  "logging.FileHandler": fileHandler,
  "logging.handlers.RotatingFileHandler": fileHandler,
  "logging.handlers.TimedRotatingFileHandler": fileHandler,
  "logging.handlers.WatchedFileHandler": fileHandler,
  null: () => new NullHandler(),
  "logging.NullHandler": () => new NullHandler(),
};

interface HandlerFacts {
  readonly key: string;
  readonly formatters: ReadonlyMap<string, Formatter>;
  readonly surroundings: Surroundings;
  readonly files: boolean;
}

function readHandler(section: Section, { key, formatters, surroundings, files }: HandlerFacts): Handler {
  const className = textAt(section, "class") ?? "";
  const factory = Object.hasOwn(handlerClasses, className) ? handlerClasses[className] : undefined;
  if (factory === undefined) {
    const known = Object.keys(handlerClasses);
    throw invalid(
      `Unknown log handler class '${className}'`,
      `${key}.class`,
      didYouMean(className, known) ?? `known are ${known.join(", ")}`,
    );
  }
  const handler = factory === fileHandler && !files ? new NullHandler() : factory(section, surroundings, key);
  handler.level = levelAt(section, key) ?? 0;
  const name = textAt(section, "formatter");
  if (name === undefined) return handler;
  const formatter = formatters.get(name);
  if (formatter === undefined)
    throw invalid(`Unknown log formatter '${name}'`, `${key}.formatter`, didYouMean(name, formatters.keys()));
  handler.formatter = formatter;
  return handler;
}

function streamHandler(section: Section, surroundings: Surroundings, key: string): Handler {
  const { stdout, stderr } = surroundings;
  const open = (sink: TextSink): Handler => new StreamHandler(sink, () => wantsColour(surroundings, sink));
  const stream = textAt(section, "stream") ?? "ext://sys.stderr";
  if (stream === "ext://sys.stdout" || stream === "stdout") return open(stdout);
  if (stream === "ext://sys.stderr" || stream === "stderr") return open(stderr);
  throw invalid(
    `Unknown log stream '${stream}'`,
    `${key}.stream`,
    "streams are ext://sys.stdout and ext://sys.stderr",
  );
}

function fileHandler(section: Section, surroundings: Surroundings, key: string): Handler {
  const file = textAt(section, "filename");
  if (file === undefined) throw invalid("A log file needs a filename", `${key}.filename`);
  return new FileHandler({
    file: path.resolve(surroundings.cwd(), file),
    mode: textAt(section, "mode") ?? "a",
    delay: section.get("delay") === true,
    maxSizeBytes: Number(section.get("maxBytes") ?? 0),
    backups: Number(section.get("backupCount") ?? 0),
    warn: (message) => void surroundings.stderr.write(`warning: ${message}\n`),
  });
}

function applyLogger(
  tree: LogTree,
  name: string,
  section: Section,
  handlers: ReadonlyMap<string, Handler>,
): void {
  const key = name === "root" ? "root" : `loggers.${name}`;
  const settings = tree.settings(name);
  settings.level = levelAt(section, key) ?? settings.level;
  if (section.get("propagate") === false) settings.propagate = false;
  for (const wanted of namesAt(section, "handlers")) {
    const handler = handlers.get(wanted);
    if (handler === undefined)
      throw invalid(
        `Unknown log handler '${wanted}'`,
        `${key}.handlers`,
        didYouMean(wanted, handlers.keys()),
      );
    settings.handlers.push(handler);
  }
}

function applyVerbose(tree: LogTree, verbose: Verbose): void {
  if (verbose === false) return;
  const names = verbose === true ? ["root"] : typeof verbose === "string" ? [verbose] : verbose;
  for (const name of names) tree.settings(name).level = logLevels.DEBUG;
}

function levelAt(section: Section, key: string): number | undefined {
  const level = section.get("level");
  if (level === undefined || level === null) return undefined;
  const weight = levelWeight(level);
  if (weight === undefined)
    throw invalid(
      `Unknown log level '${pythonStr(level)}'`,
      `${key}.level`,
      `levels are ${Object.keys(logLevels).join(", ")}`,
    );
  return weight;
}

function sectionAt(section: Section, key: string): Section {
  const value = section.get(key);
  return value === undefined || value === null ? new Map() : asSection(value, key);
}

function asSection(value: unknown, key: string): Section {
  if (value instanceof Map) return value;
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return new Map(Object.entries(value));
  throw invalid("A logging section must be a mapping", key);
}

function textAt(section: Section, key: string): string | undefined {
  const value = section.get(key);
  return value === undefined || value === null ? undefined : pythonStr(value);
}

function namesAt(section: Section, key: string): string[] {
  const value = section.get(key);
  return Array.isArray(value) ? value.map(String) : [];
}

function invalid(summary: string, key: string, hint?: string): HydraException {
  return new HydraException("LOGGING_INVALID", summary, { key, hint });
}
