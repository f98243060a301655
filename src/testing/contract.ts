/** One thing that every implementation of an interface must do. Works with any test runner. */
export interface ContractCheck {
  /** What holds, as the name of a test. */
  readonly name: string;
  /** Rejects with an `AssertionError` of `node:assert` when it does not hold. */
  readonly run: () => Promise<void>;
}

/** The checks of a contract, from their names and bodies. */
export function contractOf(
  checks: Readonly<Record<string, () => void | Promise<void>>>,
): readonly ContractCheck[] {
  return Object.entries(checks).map(([name, check]) => ({ name, run: async () => check() }));
}
