/** A class that speaks of itself, as esbuild writes it: under a second name, which is then the one that the class has. */
const renamed = /\b(\w+) = class _\1((?: extends [^{]+)?) \{/g;

/** Gives such classes their names back: traces show them, and what is registered is known by them (design D5). */
export function keepClassNames(bundle: string): string {
  return bundle.replaceAll(
    renamed,
    '$1 = class _$1$2 {\n  static { Object.defineProperty(this, "name", { value: "$1", configurable: true }); }',
  );
}
