/** Where a value stands, for errors. The key is computed only when an error needs it. */
export interface Place {
  readonly fullKey: string;
}

/** The place with this full key. */
export function placeAt(fullKey: string): Place {
  return { fullKey };
}

/** One key path below another: `a` and `[0].b` give `a[0].b`. */
export function joinKeyPaths(above: string, below: string): string {
  if (above === "" || below === "") return above + below;
  return below.startsWith("[") ? above + below : `${above}.${below}`;
}
