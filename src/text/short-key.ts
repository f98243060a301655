const maxLength = 120;

/** A key path as messages show it: what nests ten thousand levels deep fills no screen. */
export function shortKey(key: string): string {
  return key.length > maxLength ? `${key.slice(0, maxLength)}…` : key;
}
