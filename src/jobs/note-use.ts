/**
 * Tells the loader of the built package what this process does, in a word: the compiled code that it keeps is written again when a
 * process does what none did before (docs/decisions/0010). In all other programs nobody listens.
 */
export function noteUse(use: string): void {
  const uses: unknown = (globalThis as { [key: symbol]: unknown })[Symbol.for("orochi.uses")];
  if (uses instanceof Set) uses.add(use);
}
