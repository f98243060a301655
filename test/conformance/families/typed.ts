import { deleteItem, getItem, setItem } from "../../../src/config/access.ts";
import { createNode, createRoot, createStructNode } from "../../../src/config/create.ts";
import { mergeDotlist } from "../../../src/config/dotlist.ts";
import { unsupportedOperation } from "../../../src/config/failures.ts";
import { setFlag } from "../../../src/config/flags.ts";
import { appendItem, insertItem } from "../../../src/config/list-operations.ts";
import { mergeNodes } from "../../../src/config/merge.ts";
import {
  type ConfigNode,
  type ContainerNode,
  fullKey,
  isContainer,
  ListNode,
} from "../../../src/config/node.ts";
import { placeAt } from "../../../src/config/place.ts";
import { popItem } from "../../../src/config/pop.ts";
import { splitKeyPath } from "../../../src/config/select.ts";
import { toPlain } from "../../../src/config/to-object.ts";
import { updateNode } from "../../../src/config/update.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import { loadYaml } from "../../../src/config/yaml/load.ts";
import { withCaseEnvironment } from "../case-environment.ts";
import { encodeNode, encodeRaw } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { createFixtureContext } from "../fixture-resolvers.ts";
import { type CaseSchema, CaseTypes, encodeObject } from "../schema-language.ts";

type Step = Readonly<Record<string, unknown>>;
interface TypedCase extends ConformanceCase {
  readonly schema: CaseSchema;
  readonly init?: Readonly<Record<string, unknown>>;
  readonly ops: readonly Step[];
}

export const family: Family = {
  name: "typed",
  run(input) {
    return withCaseEnvironment(input, () => runCase(input as TypedCase));
  },
};

function runCase({ schema, init, ops }: TypedCase): Record<string, unknown> {
  const types = new CaseTypes(schema);
  const values = new Map(Object.entries(init ?? {}).map(([name, value]) => [name, types.decode(value)]));
  let config: ContainerNode = createStructNode(types.root, { values });
  config.context = createFixtureContext();
  for (const step of ops) {
    const answer = answerOf(step, config);
    if (answer !== undefined) return answer;
    config = apply(step, config, types);
  }
  return { value: encodeNode(config) };
}

/** The result of a step that ends the case. */
function answerOf(step: Step, config: ContainerNode): Record<string, unknown> | undefined {
  if ("get" in step) return { value: encodeNode(readPath(config, keysOf(step["get"]))) };
  if ("resolve" in step) {
    return { value: encodeRaw(toPlain(config, { resolve: true, maps: "map", numbers: "kinds" })) };
  }
  if ("to_yaml" in step) return { yaml: dumpYaml(config) };
  if (!("to_object" in step)) return undefined;
  const object = toPlain(config, {
    resolve: true,
    throwOnMissing: true,
    maps: "map",
    numbers: "kinds",
    structs: "instantiate",
  });
  return { object: encodeObject(object) };
}

/** The config after a step: a new one, or the same one changed. */
function apply(step: Step, config: ContainerNode, types: CaseTypes): ContainerNode {
  const value = types.decode(step["value"]);
  if ("merge" in step) return container(mergeNodes(config, createNode(types.decode(step["merge"]))));
  if ("merge_yaml" in step) return container(mergeNodes(config, loadYaml(String(step["merge_yaml"]))));
  if ("merge_into" in step)
    return container(mergeNodes(createRoot(types.decode(step["merge_into"])), config));
  if ("dotlist" in step) return withDotlist(config, step["dotlist"] as readonly string[]);
  if ("set_struct" in step) setFlag(config, "struct", step["set_struct"] === true);
  else if ("set_readonly" in step) setFlag(config, "readonly", step["set_readonly"] === true);
  else if ("typed_key" in step)
    setItem(at(config, keysOf(step["set"])), types.decode(step["typed_key"]), value);
  else if ("set" in step) withLast(config, step["set"], (on, key) => void setItem(on, key, value));
  else if ("delete" in step) withLast(config, step["delete"], deleteItem);
  else if ("pop" in step) withLast(config, step["pop"], (on, key) => void popItem(on, key));
  else if ("append" in step) appendItem(list(at(config, keysOf(step["append"]))), value);
  else if ("insert" in step)
    insertItem(list(at(config, keysOf(step["insert"]))), Number(step["index"]), value);
  else if ("update" in step) update(config, step, value);
  else throw new Error(`unknown step ${JSON.stringify(step)}`);
  return config;
}

function update(config: ContainerNode, step: Step, value: unknown): void {
  const options = (step["options"] ?? {}) as { readonly merge?: boolean; readonly force_add?: boolean };
  updateNode(config, String(step["update"]), value, {
    merge: options.merge !== false,
    forceAdd: options.force_add === true,
  });
}

function withDotlist(config: ContainerNode, entries: readonly string[]): ContainerNode {
  const copy = container(mergeNodes(config));
  mergeDotlist(copy, entries);
  return copy;
}

function withLast(
  config: ContainerNode,
  path: unknown,
  use: (on: ContainerNode, key: unknown) => void,
): void {
  const keys = keysOf(path);
  const last = keys.pop() ?? "";
  const on = at(config, keys);
  use(on, keyFor(on, last));
}

function readPath(config: ContainerNode, keys: readonly string[]): ConfigNode {
  let node: ConfigNode = config;
  for (const key of keys) node = getItem(container(node), keyFor(container(node), key));
  return node;
}

function at(config: ContainerNode, keys: readonly string[]): ContainerNode {
  return container(readPath(config, keys));
}

function keyFor(on: ContainerNode, key: string): string | number {
  return on instanceof ListNode && /^-?[0-9]+$/.test(key) ? Number(key) : key;
}

function keysOf(path: unknown): string[] {
  return path === "" ? [] : splitKeyPath(String(path));
}

function container(node: ConfigNode): ContainerNode {
  if (isContainer(node)) return node;
  throw unsupportedOperation("The step needs a mapping or list", placeAt(fullKey(node)));
}

function list(node: ContainerNode): ListNode {
  if (node instanceof ListNode) return node;
  throw unsupportedOperation("The step needs a list", placeAt(fullKey(node)));
}
