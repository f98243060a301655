import { isDeepStrictEqual } from "node:util";
import { copyNode } from "../config/copy.ts";
import { createNode } from "../config/create.ts";
import { MapNode } from "../config/node.ts";
import { toPlain } from "../config/to-object.ts";
import { viewOf } from "../config/view.ts";
import { isOrochiError } from "../errors/base.ts";
import type { TaskFunction } from "../jobs/call-task.ts";
import { configCheck } from "../jobs/check-jobs.ts";
import type { RunContext } from "../jobs/run-context.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import { SchemaValidationError } from "../schema/validate.ts";
import { nodeOfConfig } from "./inspect.ts";
import { validateForTask } from "./schema-validation.ts";
import type { Validated } from "./zen-call.ts";

/** Where the schemas of configs are found, by group and name: a `ZenStore`. */
export interface SchemaLookup {
  schemaOf(group: string | null, name: string): StandardSchema | undefined;
  getEntry(group: string | null, name: string): { readonly package: string | undefined } | undefined;
}

/**
 * A task of the whole config whose config may have been stored as a schema: the finished config is checked before the run, and the task
 * gets what the schema makes of it (D3, D16). Tasks of `zen()` see to that themselves.
 */
export function schemaTask(task: TaskFunction, schemas: SchemaLookup): TaskFunction {
  if (configCheck in task) return task;
  const checked = async (config: never, context: RunContext): Promise<unknown> => {
    const node = taskNode(config);
    const schema = node === undefined ? undefined : schemaFor(node, schemas);
    if (node === undefined || schema === undefined)
      return await Reflect.apply(task, undefined, [config, context]);
    const output = withOutput(node, await validateForTask(schema, node));
    return await Reflect.apply(task, undefined, [viewOf(output), context]);
  };
  Object.defineProperty(checked, "name", { value: task.name });
  return Object.assign(checked, { [configCheck]: (config: unknown) => checkPlanned(config, schemas) });
}

/** The schema of a composed config: of the entry that the run names as its primary config. */
export function schemaFor(node: MapNode, schemas: SchemaLookup): StandardSchema | undefined {
  const job = node.hidden?.child("job");
  const child = job instanceof MapNode ? job.child("config_name") : undefined;
  const name: unknown = child === undefined ? undefined : toPlain(child, { resolve: true });
  if (typeof name !== "string") return undefined;
  const plain = name.replace(/\.ya?ml$/, "");
  const cut = plain.lastIndexOf("/");
  const place = [cut === -1 ? null : plain.slice(0, cut), plain.slice(cut + 1)] as const;
  // The content of a grouped config stands below the group, so its schema is not that of the whole.
  const isWhole = cut === -1 || schemas.getEntry(...place)?.package === "_global_";
  return isWhole ? schemas.schemaOf(...place) : undefined;
}

/** What can be said before the job runs: values that only a running job has, and missing ones, are left to the job. */
async function checkPlanned(config: unknown, schemas: SchemaLookup): Promise<void> {
  const node = taskNode(config);
  const schema = node === undefined ? undefined : schemaFor(node, schemas);
  if (node === undefined || schema === undefined) return;
  try {
    await validateForTask(schema, node);
  } catch (error) {
    if (error instanceof SchemaValidationError || !isOrochiError(error)) throw error;
  }
}

function taskNode(config: unknown): MapNode | undefined {
  const node = nodeOfConfig(config);
  return node instanceof MapNode ? node : undefined;
}

/** A copy in the place of the config, in which the schema's values stand where they differ. */
function withOutput(node: MapNode, output: Validated): MapNode {
  const copy = copyNode(node);
  copy.context = node.context;
  copy.hidden = node.hidden;
  copy.flags = { ...copy.flags, allow_objects: true };
  for (const [name, value] of output) {
    if (value === undefined) continue;
    const child = node.child(name);
    const before: unknown = child === undefined ? undefined : toPlain(child, { resolve: true });
    if (isDeepStrictEqual(before, value)) continue;
    copy.setChild(name, createNode(value, { key: name, flags: { allow_objects: true } }));
  }
  return copy;
}
