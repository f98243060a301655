import { format } from "node:util";
import { levelWeight, type LogLevel, logLevels } from "./levels.ts";
import type { LogTree } from "./log-tree.ts";

/**
 * What tasks log with. Messages may hold `%s`, `%d`, `%o` … for the arguments that follow; an error among them is printed with
 * its stack.
 */
export class Logger {
  readonly name: string;
  readonly #tree: () => LogTree;

  /** @internal */
  constructor(name: string, tree: () => LogTree) {
    this.name = name;
    this.#tree = tree;
  }

  debug(message: unknown, ...values: unknown[]): void {
    this.#emit(logLevels.DEBUG, message, values);
  }
  info(message: unknown, ...values: unknown[]): void {
    this.#emit(logLevels.INFO, message, values);
  }
  warning(message: unknown, ...values: unknown[]): void {
    this.#emit(logLevels.WARNING, message, values);
  }
  /** The same as {@link warning}. */
  warn(message: unknown, ...values: unknown[]): void {
    this.#emit(logLevels.WARNING, message, values);
  }
  error(message: unknown, ...values: unknown[]): void {
    this.#emit(logLevels.ERROR, message, values);
  }
  critical(message: unknown, ...values: unknown[]): void {
    this.#emit(logLevels.CRITICAL, message, values);
  }
  log(level: LogLevel | number, message: unknown, ...values: unknown[]): void {
    this.#emit(levelWeight(level) ?? logLevels.INFO, message, values);
  }
  /** Whether a record of this level would go anywhere; for messages that are costly to build. */
  isEnabled(level: LogLevel | number): boolean {
    return this.#tree().isEnabled(this.name, levelWeight(level) ?? logLevels.INFO);
  }
  /** The logger below this one: `getLogger("app").child("db")` is `app.db`. */
  child(name: string): Logger {
    return new Logger(this.name === "" || this.name === "root" ? name : `${this.name}.${name}`, this.#tree);
  }

  #emit(level: number, message: unknown, values: readonly unknown[]): void {
    const tree = this.#tree();
    if (!tree.isEnabled(this.name, level)) return;
    tree.emit({ name: this.name, level, message: format(message, ...values), time: new Date() });
  }
}
