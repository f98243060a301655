/** Results of cached resolvers, by resolver name and the source text of the arguments (O-RES-005). */
export class ResolverCache {
  readonly #results = new Map<string, unknown>();
  has(name: string, argumentTexts: readonly string[]): boolean {
    return this.#results.has(cacheKey(name, argumentTexts));
  }
  get(name: string, argumentTexts: readonly string[]): unknown {
    return this.#results.get(cacheKey(name, argumentTexts));
  }
  set(name: string, argumentTexts: readonly string[], result: unknown): void {
    this.#results.set(cacheKey(name, argumentTexts), result);
  }
  clear(): void {
    this.#results.clear();
  }
  /** The results as data, for a record that a later process reads. */
  toJSON(): [key: string, result: unknown][] {
    return [...this.#results];
  }
  /** Takes over what {@link toJSON} wrote. */
  restore(entries: Iterable<readonly [key: string, result: unknown]>): void {
    for (const [key, result] of entries) this.#results.set(key, result);
  }
  copy(): ResolverCache {
    const copy = new ResolverCache();
    for (const [key, result] of this.#results) copy.#results.set(key, result);
    return copy;
  }
}

function cacheKey(name: string, argumentTexts: readonly string[]): string {
  return JSON.stringify([name, ...argumentTexts]);
}
