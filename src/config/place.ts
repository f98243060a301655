import type { Span } from "../text/source.ts";

/** Where a value stands, for errors. Everything is computed only when an error needs it. */
export interface Place {
  readonly fullKey: string;
  /** Where the value that the error is about was written. */
  readonly span?: Span | undefined;
  /** Where the value was written that stands there now and would be replaced. */
  readonly standing?: Span | undefined;
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
