import { AsyncResource } from "node:async_hooks";
import { copyNode } from "../config/copy.ts";
import { withFlags } from "../config/flags.ts";
import { type ConfigNode, isContainer, isNode, ListNode, type MapNode } from "../config/node.ts";
import { unwrapValue } from "../config/raw-value.ts";
import { resolveInPlace } from "../config/resolve-in-place.ts";
import { toPlain } from "../config/to-object.ts";
import { viewOf } from "../config/view.ts";
import { instantiateNode } from "../instantiate/instantiate.ts";
import { createSession } from "../instantiate/session.ts";
import { reach } from "../instantiate/reach.ts";
import { isAsync, JobContext } from "../jobs/call-task.ts";
import type { RunContext } from "../jobs/run-context.ts";
import { type Callable, isCallable } from "../targets/target.ts";
import { contextFor } from "./target-sources.ts";
import { configNode } from "./zen-config-node.ts";
import { invalidZen } from "./zen-errors.ts";
import { formOf } from "./zen-task.ts";
import type { TaskReading } from "./zen-reading.ts";
import { checkFields, isContext } from "./zen-validate.ts";

/** Values that a schema made of the finished config; they replace what the config holds. `undefined`: not given. */
export type Validated = ReadonlyMap<string, unknown>;

/** The call of a zen task (Z-ZEN-005): check, pre-calls, values in the order of the parameters, task. */
export async function callWithConfig(
  reading: TaskReading,
  config: unknown,
  context: RunContext | undefined,
  validated?: Validated,
): Promise<unknown> {
  const call = (): Promise<unknown> => callOn(reading, configNode(config), context, validated);
  return reading.runInContext ? new AsyncResource("orochi.zen").runInAsyncScope(call) : call();
}

async function callOn(
  reading: TaskReading,
  given: MapNode,
  context: RunContext | undefined,
  validated: Validated | undefined,
): Promise<unknown> {
  const node = reading.preCalls.length > 0 && reading.resolvePreCall ? resolvedCopyOf(given) : given;
  // A schema knows better than the source of the task what may be absent.
  if (validated === undefined) checkFields(reading, node);
  for (const call of reading.preCalls) await Reflect.apply(call, undefined, [viewOf(node)]);
  const args = await argumentsFor(reading, node, validated ?? new Map<string, unknown>(), context);
  const wrapped = reading.wrapTarget === undefined ? reading.task : reading.wrapTarget(reading.task);
  if (!isCallable(wrapped))
    throw invalidZen(`zen(${reading.task.name}): 'wrapTarget' must answer a function`);
  const task = (): unknown => Reflect.apply(wrapped satisfies Callable, undefined, args);
  return await (context instanceof JobContext && !isAsync(wrapped) ? context.interruptibly(task) : task());
}

/** A copy in the place of the config, so that the caller's stays as it is. */
function resolvedCopyOf(node: MapNode): MapNode {
  const copy = copyNode(node);
  copy.parent = node.parent;
  copy.key = node.key;
  copy.context = node.context;
  copy.hidden = node.hidden;
  withFlags(copy, { readonly: false }, () => resolveInPlace(copy));
  return copy;
}

async function argumentsFor(
  reading: TaskReading,
  node: MapNode,
  validated: Validated,
  context: RunContext | undefined,
): Promise<unknown[]> {
  const values = new FieldReader(reading, node, validated);
  const args = await values.positional();
  const form = formOf(reading, (name) => node.child(name) !== undefined);
  switch (form.kind) {
    case "none":
      return args;
    case "whole":
      return args.length > 0 ? args : [await values.whole(), context];
    case "options": {
      if (args.length > 0) return [...args, context];
      const options = new Map<string, unknown>();
      for (const { name } of form.keys) await values.read(name, options);
      if (form.rest && reading.unpackKwargs) {
        for (const name of values.otherNames(form.keys.map((key) => key.name)))
          await values.read(name, options);
      }
      return [Object.fromEntries(options), context];
    }
    default: {
      const open = form.names.slice(args.length);
      for (const [index, { name }] of open.entries()) {
        if (isContext(name, index + args.length, form.names.length, node)) args.push(context);
        else args.push((await values.read(name)).value);
      }
      return args;
    }
  }
}

/** Reads the fields that the task names, and instantiates only these (Z-ZEN-006). */
class FieldReader {
  readonly #reading: TaskReading;
  readonly #node: MapNode;
  readonly #validated: Validated;
  /** Fields that refer to one shared node get one instance. */
  readonly #session = createSession();

  constructor(reading: TaskReading, node: MapNode, validated: Validated) {
    this.#reading = reading;
    this.#node = node;
    this.#validated = validated;
  }

  async positional(): Promise<unknown[]> {
    const child = this.#node.child("_args_");
    const list = child === undefined ? undefined : reach(child);
    if (!(list instanceof ListNode)) return [];
    const values: unknown[] = [];
    for (const item of list.children()) values.push(await this.#value(item));
    return values;
  }

  /** The field's value; an absent field leaves the parameter's default in force. */
  async read(name: string, into?: Map<string, unknown>): Promise<{ readonly value: unknown }> {
    const child = this.#node.child(name);
    let value: unknown;
    if (name === "zenCfg" && child === undefined) value = viewOf(this.#node);
    else if (this.#validated.has(name)) value = this.#validated.get(name);
    else if (child === undefined) return { value: undefined };
    else value = await this.#value(child);
    if (value !== undefined) into?.set(name, value);
    return { value };
  }

  async whole(): Promise<unknown> {
    const fields = new Map<string, unknown>();
    for (const name of this.otherNames([])) await this.read(name, fields);
    return Object.fromEntries(fields);
  }

  otherNames(taken: readonly string[]): string[] {
    const keys = new Set([...[...this.#node.children()].map(({ key }) => key), ...this.#validated.keys()]);
    return [...keys].flatMap((key) => {
      const isField = typeof key === "string" && !controlKeys.has(key) && !taken.includes(key);
      return isField && !this.#reading.exclude.has(key) ? [key] : [];
    });
  }

  /** Containers that are still configs after instantiation become plain data (Z-ZEN-007). */
  async #value(given: ConfigNode): Promise<unknown> {
    const node = reach(given);
    if (!isContainer(node)) return toPlain(node);
    const { wrapTarget } = this.#reading;
    const value = await instantiateNode(given, {
      targets: contextFor({}),
      wrapTarget,
      session: this.#session,
    });
    const still = typeof value === "object" && value !== null ? unwrapValue(value) : undefined;
    return isNode(still)
      ? toPlain(still, { resolve: true, throwOnMissing: true, structs: "instantiate" })
      : value;
  }
}

const controlKeys = new Set(["_target_", "_args_", "_recursive_", "_convert_", "_partial_", "_shared_"]);
