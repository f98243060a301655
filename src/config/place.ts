import type { Span } from "../text/source.ts";

/** Where a value stands, for errors. Everything is computed only when an error needs it. */
export interface Place {
  readonly fullKey: string;
  /** Where the value that the error is about was written. */
  readonly span?: Span | undefined;
  /** Where the value was written that stands there now and would be replaced. */
  readonly standing?: Span | undefined;
}

/**
 * A place whose parts are worked out when an error needs them. A literal with getters would do as well, but V8 keeps the functions of each such
 * literal, and the tree that they look at, until it collects the old objects too: a long sweep would carry along every tree that it wrote to.
 */
export class LatePlace implements Place {
  readonly #parts: { readonly [Part in keyof Place]: () => Place[Part] };

  constructor(parts: { readonly [Part in keyof Place]: () => Place[Part] }) {
    this.#parts = parts;
  }
  get fullKey(): string {
    return this.#parts.fullKey();
  }
  get span(): Span | undefined {
    return this.#parts.span?.();
  }
  get standing(): Span | undefined {
    return this.#parts.standing?.();
  }
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
