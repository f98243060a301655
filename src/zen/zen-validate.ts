import type { MapNode } from "../config/node.ts";
import { ListNode } from "../config/node.ts";
import { reach } from "../instantiate/reach.ts";
import { didYouMean } from "../text/nearest.ts";
import { configNode } from "./zen-config-node.ts";
import { invalidZen } from "./zen-errors.ts";
import { formOf } from "./zen-task.ts";
import type { TaskReading } from "./zen-reading.ts";
import { readingOf } from "./zen-reading.ts";

/** Z-ZEN-014. */
export function validateConfig(reading: TaskReading, config: unknown): void {
  checkFields(reading, configNode(config));
}

export function checkFields(reading: TaskReading, node: MapNode): void {
  for (const call of reading.preCalls) {
    const inner = readingOf(call);
    if (inner !== undefined) checkFields(inner, node);
  }
  checkPositional(reading, node);
  const missing = requiredNames(reading, node).filter((name) => node.child(name) === undefined);
  if (missing.length > 0) throw missingFields(reading.task.name, missing, node);
  for (const name of requiredNames(reading, node)) {
    const child = node.child(name);
    if (child !== undefined && child.kind !== "interpolation") reach(child);
  }
}

/** `_args_` fills positional parameters (Z-ZEN-009). */
function checkPositional({ task }: TaskReading, node: MapNode): void {
  const args = node.child("_args_");
  if (args !== undefined && !(reach(args) instanceof ListNode))
    throw invalidZen(`zen(${task.name}): '_args_' must be a list`);
}

/** Parameters without default. A parameter that may be absent is written `name = undefined`. */
export function requiredNames(reading: TaskReading, node: MapNode): string[] {
  const form = formOf(reading, (name) => node.child(name) !== undefined);
  const args = node.child("_args_");
  const given = args === undefined ? undefined : reach(args);
  const filled = given instanceof ListNode ? given.size : 0;
  switch (form.kind) {
    case "options":
      return filled > 0
        ? []
        : form.keys
            .filter((key) => key.default === undefined && key.name !== "zenCfg")
            .map(({ name }) => name);
    case "positional":
      return form.names
        .slice(filled)
        .filter(
          ({ name, default: fallback }, index) =>
            fallback === undefined &&
            name !== "zenCfg" &&
            !isContext(name, index + filled, form.names.length, node),
        )
        .map(({ name }) => name);
    default:
      return [];
  }
}

/** The last parameter gets the run, when it is no field of the config. */
export function isContext(name: string, index: number, count: number, node: MapNode): boolean {
  return index === count - 1 && index > 0 && node.child(name) === undefined;
}

function missingFields(
  task: string,
  missing: readonly string[],
  node: MapNode,
): ReturnType<typeof invalidZen> {
  const known = [...node.children()].map((child) => String(child.key));
  const [first = ""] = missing;
  const list = missing.map((name) => `'${name}'`).join(", ");
  return invalidZen(
    `The config has no ${list}, which the task${task === "" ? "" : ` '${task}'`} takes`,
    didYouMean(first, known) ??
      `add it to the config, or give the parameter a default: { ${first} = undefined }`,
  );
}
