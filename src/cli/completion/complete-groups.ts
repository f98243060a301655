/** Where config groups are listed. */
export interface GroupListing {
  options(group: string): string[];
  groups(parent: string): string[];
}

/** Config groups and their options that begin like a word (H-CMP-007). */
export function completeGroups(word: string, listing: GroupListing): string[] {
  const [, sign = "", path = ""] = /^([+~]?)(.*)$/s.exec(word) ?? [];
  const equals = path.lastIndexOf("=");
  const found =
    equals === -1
      ? completeGroupName(path, sign === "~", listing)
      : completeOption(path.slice(0, equals), listing).filter((candidate) => candidate.startsWith(path));
  return found.map((candidate) => sign + candidate);
}

function completeOption(group: string, listing: GroupListing): string[] {
  // `db@backup=`: the options are those of `db`.
  const [listed = ""] = group.split("@", 1);
  return listed === "" ? [] : listing.options(listed).map((option) => `${group}=${option}`);
}

function completeGroupName(path: string, isDeletion: boolean, listing: GroupListing): string[] {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return listing
    .groups(parent)
    .map((name) => (parent === "" ? name : `${parent}/${name}`))
    .filter((group) => group.startsWith(path))
    .map((group) => group + suffix(group, isDeletion, listing));
}

/** What must follow: options after `=`, groups after `/`, either when a group has both. */
function suffix(group: string, isDeletion: boolean, listing: GroupListing): string {
  const hasOptions = listing.options(group).length > 0;
  const hasGroups = listing.groups(group).length > 0;
  if (hasOptions && !hasGroups) return isDeletion ? "" : "=";
  return hasGroups && !hasOptions ? "/" : "";
}
