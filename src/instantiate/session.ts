import type { ConfigNode } from "../config/node.ts";

/** What the calls of instantiate for one purpose have in common: a call of `instantiate`, a scope, a task's parameters. */
export interface Session {
  /** What nodes with `_shared_: true` turned into. */
  readonly shared: Map<ConfigNode, unknown>;
  /** What targets answered that wants to be disposed of, in the order of making. */
  readonly disposables: Set<object>;
}

export function createSession(): Session {
  return { shared: new Map(), disposables: new Set() };
}

/** Notes what a target made, if it has to be disposed of. */
export function keepDisposable(session: Session, value: unknown): void {
  if (isDisposable(value)) session.disposables.add(value);
}

/**
 * Disposes of everything that was made, the last first, each once. All are tried.
 *
 * @throws the error of the one that failed; an `AggregateError` for several.
 */
export async function disposeAll({ disposables }: Session): Promise<void> {
  const errors: unknown[] = [];
  const values = [...disposables].reverse();
  disposables.clear();
  for (const value of values) {
    try {
      await dispose(value);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1)
    throw new AggregateError(errors, `${errors.length} objects could not be disposed of`);
}

function isDisposable(value: unknown): value is object {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return Symbol.asyncDispose in value || Symbol.dispose in value;
}

async function dispose(value: object): Promise<void> {
  const method: unknown = Reflect.get(value, Symbol.asyncDispose) ?? Reflect.get(value, Symbol.dispose);
  if (typeof method === "function") await Reflect.apply(method, value, []);
}
