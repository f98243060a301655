import { isOrochiError } from "../errors/base.ts";
import { ZenError } from "../errors/hydra-errors.ts";
import { configCheck } from "../jobs/check-jobs.ts";
import type { RunContext } from "../jobs/run-context.ts";
import { main, type MainOptions } from "../cli/main.ts";
import { isStandardSchema, type StandardSchema } from "../schema/standard-schema.ts";
import { SchemaValidationError } from "../schema/validate.ts";
import type { MapNode } from "../config/node.ts";
import { schemaFor } from "./schema-task.ts";
import { checkFields } from "./zen-validate.ts";
import { callWithConfig } from "./zen-call.ts";
import { configNode } from "./zen-config-node.ts";
import { validateForTask } from "./schema-validation.ts";
import { type TaskReading, zenTaskTarget } from "./zen-reading.ts";
import { ZenStore } from "./zen-store.ts";

/** Options of `zen(task).main()`. */
export interface ZenMainOptions extends Omit<MainOptions, "store"> {
  /** Configs in code. @defaultValue an empty store */
  readonly store?: ZenStore | undefined;
}

/** Name of a config that is given to `main()` itself. */
const inlineName = "task";

/** Z-MAIN-001. */
export async function runMain(
  reading: TaskReading,
  { store: given, config, ...options }: ZenMainOptions & { readonly config?: unknown },
): Promise<void> {
  const inline = config !== undefined && options.configName === undefined;
  const store = inline ? withInline(given, config) : (given ?? new ZenStore());
  store.registerTarget(zenTaskTarget, reading.rebuild);
  const configName = inline ? inlineName : options.configName;
  const task = zenTaskFunction(
    reading,
    isStandardSchema(config) ? () => config : (node) => schemaFor(node, store),
  );
  Object.defineProperty(task, "name", { value: reading.task.name });
  await main(task, { ...options, configName, store });
}

/** The task as jobs call it: with the schema's check before, when the config has one (D16). */
export function zenTaskFunction(
  reading: TaskReading,
  schemaOf: (node: MapNode) => StandardSchema | undefined,
): (config: never, context: RunContext) => Promise<unknown> {
  const task = async (config: never, context: RunContext): Promise<unknown> => {
    const node = configNode(config);
    const schema = schemaOf(node);
    const validated = schema === undefined ? undefined : await validateForTask(schema, node);
    return callWithConfig(reading, config, context, validated);
  };
  return Object.assign(task, { [configCheck]: (config: unknown) => checkPlanned(reading, schemaOf, config) });
}

/** What can be said before the job runs: values that only a running job has, such as its directory, are left to the job. */
async function checkPlanned(
  reading: TaskReading,
  schemaOf: (node: MapNode) => StandardSchema | undefined,
  config: unknown,
): Promise<void> {
  try {
    const node = configNode(config);
    const schema = schemaOf(node);
    if (schema === undefined) checkFields(reading, node);
    else await validateForTask(schema, node);
  } catch (error) {
    if (error instanceof SchemaValidationError || error instanceof ZenError) throw error;
    if (!isOrochiError(error)) throw error;
  }
}

function withInline(given: ZenStore | undefined, config: unknown): ZenStore {
  const store = given?.copy() ?? new ZenStore();
  store(config, { name: inlineName, overwrite: true });
  return store;
}
