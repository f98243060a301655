/** What a callback keeps of each job: the same object watches jobs that run side by side. */
export class PerJob<State> {
  // The config of a job is the same object in all of its events, and belongs to no other job.
  readonly #states = new WeakMap<object, State>();

  set({ config }: { readonly config: unknown }, state: State): void {
    if (typeof config === "object" && config !== null) this.#states.set(config, state);
  }

  /** Answers what is kept of a job, and forgets it. */
  take({ config }: { readonly config: unknown }): State | undefined {
    if (typeof config !== "object" || config === null) return undefined;
    const state = this.#states.get(config);
    this.#states.delete(config);
    return state;
  }

  get({ config }: { readonly config: unknown }): State | undefined {
    return typeof config === "object" && config !== null ? this.#states.get(config) : undefined;
  }
}
