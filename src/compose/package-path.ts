/** What a `@package` in a defaults list or header is joined from, and what the words in it mean (H-PKG). */

const globalWord = "_global_";

/** A package below another one. Everything up to the last `_global_` falls away (H-PKG-002). */
export function joinPackage(parent: string, own: string): string {
  const joined = parent === "" ? own : own === "" ? parent : `${parent}.${own}`;
  if (!joined.includes(globalWord)) return joined;
  const parts = joined.split(".");
  return parts.slice(parts.lastIndexOf(globalWord) + 1).join(".");
}

/** `db.user` of the group `db/user`. */
export function packageOfGroup(group: string): string {
  return group.replaceAll("/", ".");
}

/** `_here_` is the package of the including config: nothing to add to it (H-PKG-004). */
export function withoutHere(packageName: string): string {
  if (packageName === "_here_") return "";
  return packageName.startsWith("_here_.") ? packageName.slice("_here_.".length) : packageName;
}

/** `_group_` stands for the absolute default package (H-PKG-005). */
export function expandGroupWord(packageName: string, defaultPackage: string): string {
  const parts = packageName.split(".");
  if (!parts.includes("_group_")) return packageName;
  return `${globalWord}.${parts.map((part) => (part === "_group_" ? defaultPackage : part)).join(".")}`;
}

/** How a package is written: the top is `_global_`. */
export function formatPackage(packageName: string): string {
  return packageName === "" ? globalWord : packageName;
}
