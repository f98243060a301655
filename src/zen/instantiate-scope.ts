import { instantiateNode } from "../instantiate/instantiate.ts";
import { createSession, disposeAll } from "../instantiate/session.ts";
import type { ConfigFor } from "./config-types.ts";
import { nodeOfConfig } from "./inspect.ts";
import type { InstantiateOptions } from "./instantiate.ts";
import { taskTargets } from "./task-targets.ts";
import { contextFor } from "./target-sources.ts";

/** What a config turned into, together with the duty to clean up. */
export interface InstantiateScope<T> extends AsyncDisposable {
  readonly value: T;
}

/**
 * {@link instantiate}, for objects that have to be closed: what the targets made and has `Symbol.asyncDispose` or `Symbol.dispose` is
 * disposed of at the end of the scope, the last made first. When instantiation fails half-way, what was made till then is disposed
 * of at once. What partials make later is not covered.
 *
 * @throws {InstantiationException} with the key of the node and the original error as cause.
 * @example
 * class Database {
 *   async [Symbol.asyncDispose](): Promise<void> {}
 * }
 * async function main(): Promise<void> {
 *   await using scope = await instantiateScope(builds(Database));
 *   console.log(scope.value);
 * }
 */
export async function instantiateScope<T>(
  config: ConfigFor<T>,
  options?: InstantiateOptions,
): Promise<InstantiateScope<T>>;
export async function instantiateScope(
  config: unknown,
  options?: InstantiateOptions,
): Promise<InstantiateScope<unknown>>;
export async function instantiateScope(
  config: unknown,
  options: InstantiateOptions = {},
): Promise<InstantiateScope<unknown>> {
  const session = createSession();
  try {
    const targets = contextFor(options, taskTargets);
    const value = await instantiateNode(nodeOfConfig(config), { ...options, targets, session });
    return { value, [Symbol.asyncDispose]: () => disposeAll(session) };
  } catch (error) {
    await disposeAll(session).catch((failure: unknown) => {
      throw new AggregateError(
        [error, failure],
        "Instantiation failed, and so did disposing of what was made",
        { cause: error },
      );
    });
    throw error;
  }
}
