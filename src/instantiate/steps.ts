import { InstantiationException } from "../errors/hydra-errors.ts";
import {
  registeredTarget,
  resolveTarget,
  resolveTargetSync,
  type TargetPlace,
} from "../targets/resolve-target.ts";
import type { ResolvedTarget } from "../targets/target.ts";
import type { TargetContext } from "../targets/target-context.ts";

/**
 * Instantiation is written once, as a generator that asks for what may have to be waited for: a target's module, a promise.
 * One driver waits, the other refuses to (D10).
 */
export type Steps<T> = Generator<Step, T, unknown>;

type Step =
  | { readonly type: "target"; readonly name: string; readonly place: TargetPlace }
  | { readonly type: "value"; readonly value: unknown; readonly key: string };

export function* findTarget(name: string, place: TargetPlace): Steps<ResolvedTarget> {
  return (yield { type: "target", name, place }) as ResolvedTarget;
}

/** What a promise turns into. */
export function* settle(value: unknown, key: string): Steps<unknown> {
  return yield { type: "value", value, key };
}

export async function runSteps<T>(steps: Steps<T>, context: TargetContext): Promise<T> {
  let state = steps.next();
  while (state.done !== true) {
    const step = state.value;
    let answer: unknown;
    try {
      if (step.type === "value") answer = await step.value;
      else
        answer =
          registeredTarget(step.name, context) ?? (await resolveTarget(step.name, context, step.place));
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(answer);
  }
  return state.value;
}

export function runStepsSync<T>(steps: Steps<T>, context: TargetContext): T {
  let state = steps.next();
  while (state.done !== true) {
    const step = state.value;
    let answer: ResolvedTarget;
    try {
      if (step.type === "value") throw mustWait(step.key);
      answer = resolveTargetSync(step.name, context, step.place);
    } catch (error) {
      state = steps.throw(error);
      continue;
    }
    state = steps.next(answer);
  }
  return state.value;
}

function mustWait(key: string): InstantiationException {
  return new InstantiationException("INSTANTIATE_ASYNC", "A target answered a promise", {
    key,
    hint: "use 'await instantiate(…)'",
  });
}

export function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
