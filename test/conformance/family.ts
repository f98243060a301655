/** One line of a corpus file. */
export interface ConformanceCase {
  readonly id: string;
  readonly note?: string;
  readonly oddity?: number | readonly number[];
  readonly expect: Readonly<Record<string, unknown>>;
  readonly [input: string]: unknown;
}

/**
 * How one corpus file is run against the production code. `run` answers what `expect` would say of ours, or throws: a thrown
 * error is described by `describeError` and compared with `expect.error`.
 */
export interface Family {
  readonly name: string;
  /** Answers at once or with a promise. */
  run(input: ConformanceCase): unknown;
  /** Replaces the default comparison (`matchesExpectation`). */
  matches?(expected: ConformanceCase["expect"], actual: unknown, input: ConformanceCase): boolean;
  /** Called once before the first and after the last case. */
  setUp?(): Promise<void> | void;
  tearDown?(): Promise<void> | void;
}

export interface CaseResult {
  readonly id: string;
  readonly passed: boolean;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly input: ConformanceCase;
}
