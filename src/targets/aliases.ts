/** Other names for targets, chosen by the app. */
export interface Aliases {
  /** The name that `name` stands for, and whether the app wrote down that very name. */
  find(name: string): { readonly name: string; readonly exact: boolean } | undefined;
  names(): Iterable<string>;
}

/** A name that ends in `.*` covers all names below it; `*` in its target stands for the rest. */
export function createAliases(table: Readonly<Record<string, string>> = {}): Aliases {
  const exact = new Map(Object.entries(table));
  const prefixes = [...exact]
    .filter(([name]) => name.endsWith(".*"))
    .map(([name, target]) => ({ prefix: name.slice(0, -1), target }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return {
    names: () => exact.keys(),
    find(name) {
      const target = exact.get(name);
      if (target !== undefined) return { name: target, exact: true };
      const match = prefixes.find(({ prefix }) => name.startsWith(prefix) && name.length > prefix.length);
      if (match === undefined) return undefined;
      return { name: match.target.replace("*", name.slice(match.prefix.length)), exact: false };
    },
  };
}
