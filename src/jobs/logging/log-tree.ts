import type { TextSink } from "../surroundings.ts";
import type { Handler } from "./handlers.ts";
import { logLevels } from "./levels.ts";
import type { LogRecord } from "./record.ts";

/** What is set for one logger. `level` 0 inherits. */
export interface LoggerSettings {
  level: number;
  handlers: Handler[];
  propagate: boolean;
}

/**
 * The loggers of one run or job: a hierarchy by dotted names, in which records climb from the logger that was called to the root
 * and every handler on the way gets them. Nothing is global: two jobs have two trees (design D4).
 */
export class LogTree {
  readonly root: LoggerSettings = { level: logLevels.WARNING, handlers: [], propagate: false };
  readonly #loggers = new Map<string, LoggerSettings>();
  readonly #lastResort: TextSink;

  /** `lastResort` gets warnings and errors that no handler takes. */
  constructor(lastResort: TextSink) {
    this.#lastResort = lastResort;
  }

  /** The settings of a logger, made when they are not there yet. `""` and `root` are the root. */
  settings(name: string): LoggerSettings {
    if (name === "" || name === "root") return this.root;
    let settings = this.#loggers.get(name);
    if (settings === undefined) {
      settings = { level: 0, handlers: [], propagate: true };
      this.#loggers.set(name, settings);
    }
    return settings;
  }

  isEnabled(name: string, level: number): boolean {
    for (const settings of this.#climb(name)) if (settings.level !== 0) return level >= settings.level;
    return true;
  }

  emit(record: LogRecord): void {
    if (!this.isEnabled(record.name, record.level)) return;
    let taken = false;
    for (const settings of this.#climb(record.name)) {
      for (const handler of settings.handlers) handler.handle(record);
      taken ||= settings.handlers.length > 0;
      if (!settings.propagate) break;
    }
    if (!taken && record.level >= logLevels.WARNING) this.#lastResort.write(`${record.message}\n`);
  }

  /** Writes to the root's files and nowhere else. */
  emitToFiles(record: LogRecord): void {
    for (const handler of this.root.handlers) if (handler.isFile) handler.handle(record);
  }

  flush(): void {
    for (const handler of this.#handlers()) handler.flush();
  }
  close(): void {
    for (const handler of this.#handlers()) handler.close();
  }

  *#climb(name: string): Iterable<LoggerSettings> {
    if (name !== "root") {
      for (let at = name; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
        const settings = this.#loggers.get(at);
        if (settings !== undefined) yield settings;
      }
    }
    yield this.root;
  }
  *#handlers(): Iterable<Handler> {
    yield* this.root.handlers;
    for (const settings of this.#loggers.values()) yield* settings.handlers;
  }
}
