import { AsyncLocalStorage } from "node:async_hooks";
import type { TargetContext } from "./target-context.ts";

const active = new AsyncLocalStorage<TargetContext>();

/** Inside `body`, also after every `await`, targets are those of this app (design D4). */
export function withTargets<T>(context: TargetContext, body: () => T): T {
  return active.run(context, body);
}

/** The targets of the app that the calling code is part of. */
export function activeTargets(): TargetContext | undefined {
  return active.getStore();
}
