/** One thing that was logged. */
export interface LogRecord {
  readonly name: string;
  /** Weight of the level. */
  readonly level: number;
  readonly message: string;
  readonly time: Date;
}
