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
  copy(): ResolverCache {
    const copy = new ResolverCache();
    for (const [key, result] of this.#results) copy.#results.set(key, result);
    return copy;
  }
}

function cacheKey(name: string, argumentTexts: readonly string[]): string {
  return JSON.stringify([name, ...argumentTexts]);
}
