import { type NamedParameter, readSignature } from "../targets/signature.ts";
import { type Callable, isCallable } from "../targets/target.ts";
import { invalidZen } from "./zen-errors.ts";
import type { PreCall, ZenOptions } from "./zen-options.ts";
import { readingOf, type TaskReading } from "./zen-reading.ts";

export function readTask(task: unknown, options: ZenOptions, rebuild: Callable): TaskReading {
  if (!isCallable(task)) throw invalidZen("zen() takes a function");
  const signature = readSignature(task);
  if (signature === undefined)
    throw invalidZen(
      `zen(${task.name}): the parameters cannot be read`,
      "write the task as a function of one destructured object: function task({ x }) { … }",
    );
  checkFlags(options, task.name);
  const exclude = typeof options.exclude === "string" ? options.exclude.split(",") : (options.exclude ?? []);
  return {
    task,
    signature,
    exclude: new Set(exclude.map((name) => name.trim())),
    unpackKwargs: options.unpackKwargs ?? false,
    preCalls: readPreCalls(options, task.name),
    resolvePreCall: options.resolvePreCall ?? true,
    runInContext: options.runInContext ?? false,
    rebuild,
    wrapTarget: options.wrapTarget,
  };
}

function checkFlags(options: ZenOptions, name: string): void {
  for (const flag of ["unpackKwargs", "resolvePreCall", "runInContext"] as const)
    if (options[flag] !== undefined && typeof options[flag] !== "boolean")
      throw invalidZen(`zen(${name}): '${flag}' must be true or false`);
}

function readPreCalls({ preCall: given, runInContext = false }: ZenOptions, name: string): PreCall[] {
  const list: readonly (PreCall | null | undefined)[] = isList(given) ? given : [given];
  const calls = list.filter((call) => call !== null && call !== undefined);
  for (const call of calls) {
    if (!isCallable(call)) throw invalidZen(`zen(${name}): 'preCall' takes functions`);
    if (runInContext && readingOf(call)?.runInContext === true)
      throw invalidZen(
        `zen(${name}): the pre-call '${call.name}' runs in a context of its own, so the task cannot see what it sets`,
        "leave 'runInContext' to the task",
      );
    const parameters = readingOf(call) === undefined ? readSignature(call)?.parameters : undefined;
    if (parameters === undefined) continue;
    const required = parameters.filter((parameter) => parameter.default === undefined).length;
    const takesOne = parameters.length > 0 || readSignature(call)?.rest === true;
    if (!takesOne || required > 1)
      throw invalidZen(`zen(${name}): the pre-call '${call.name}' must take one value, the config`);
  }
  return calls;
}

function isList(given: ZenOptions["preCall"]): given is readonly (PreCall | null)[] {
  return Array.isArray(given);
}

/** How the task wants its values. */
export type TaskForm =
  | { readonly kind: "options"; readonly keys: readonly NamedParameter[]; readonly rest: boolean }
  | { readonly kind: "positional"; readonly names: readonly NamedParameter[] }
  /** One parameter that is no pattern: it gets the whole config. */
  | { readonly kind: "whole" }
  | { readonly kind: "none" };

/** `task(x, y)` reads fields by name when the config has the first of them; otherwise `task(cfg)` gets everything (D8). */
export function formOf({ signature, exclude }: TaskReading, has: (name: string) => boolean): TaskForm {
  const [first] = signature.parameters;
  const read = (names: readonly NamedParameter[]): NamedParameter[] =>
    names.filter(({ name }) => !exclude.has(name));
  if (first === undefined) return { kind: "none" };
  if (first.kind === "options") return { kind: "options", keys: read(first.keys), rest: first.rest };
  if (first.kind !== "name") return { kind: "whole" };
  const names = signature.parameters.flatMap((parameter) => (parameter.kind === "name" ? [parameter] : []));
  const asFields =
    has(first.name) || (signature.parameters.length > 2 && first.name !== "cfg" && first.name !== "config");
  return asFields ? { kind: "positional", names: read(names) } : { kind: "whole" };
}
