import { expect, test } from "vitest";
import type { ContractCheck } from "orochi/testing";

/** One test for each check of a contract. */
export function keepsContract(checks: readonly ContractCheck[]): void {
  test.for(checks.map(({ name, run }) => ({ name, run })))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
}
