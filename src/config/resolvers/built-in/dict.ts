import { ConfigKeyError, ConfigTypeError } from "../../../errors/config-errors.ts";
import { copyResolved } from "../../interpolation/copy-resolved.ts";
import { childSlot } from "../../child-slot.ts";
import type { Key } from "../../keys.ts";
import { type ConfigNode, ListNode, MapNode, rootOf, ScalarNode } from "../../node.ts";
import { anyType } from "../../types.ts";
import type { Resolver, ResolverContext } from "../registry.ts";
import { checkArgumentCount, textArgument } from "./arguments.ts";

const plainKey = /^[^\\{}()[\]:. \t'"]+$/;

/** `${oc.dict.keys:key}`: the keys of the mapping at a key path, as a list (O-RES-024). */
export const dictKeysResolver: Resolver = {
  name: "oc.dict.keys",
  useCache: false,
  call: (args, context) => {
    return [...mappingAt("oc.dict.keys", args, context).children()].map((child) => child.key);
  },
};

/** `${oc.dict.values:key}`: the values of the mapping at a key path, as a list of references to them (O-RES-025). */
export const dictValuesResolver: Resolver = {
  name: "oc.dict.values",
  useCache: false,
  call: (args, context) => {
    const map = mappingAt("oc.dict.values", args, context);
    const path = rootOf(map) === context.root ? referencePath(map) : undefined;
    const item = map.type.kind === "struct" ? anyType : map.type.value;
    const list = new ListNode({ kind: "list", item });
    for (const child of map.children()) {
      const step = path === undefined ? undefined : stepText(child);
      const isReachable = step !== undefined && map.child(String(child.key)) === child;
      if (path !== undefined && isReachable)
        list.push(new ScalarNode("interpolation", `\${${joinSteps([...path, step])}}`, childSlot(list, 0)));
      else list.push(copyResolved(child, (node) => context.dereference(node)));
    }
    return list;
  },
};

function mappingAt(name: string, args: readonly unknown[], context: ResolverContext): MapNode {
  checkArgumentCount(args, 1, 1);
  const key = textArgument(args[0], `The key of the mapping that ${name} reads`);
  const found = context.select(key, { throwOnMissing: true });
  if (found === undefined) throw new ConfigKeyError("KEY_NOT_FOUND", `Key not found: '${key}'`);
  if (found instanceof MapNode) return found;
  throw new ConfigTypeError("OPERATION_NOT_SUPPORTED", `${name} needs a mapping, and '${key}' is none`, {
    hint: `it is of kind ${found.kind}`,
  });
}

/** Steps that lead from the root to the node in an interpolation, if all of its keys can be written in one. */
function referencePath(node: ConfigNode): string[] | undefined {
  const steps: string[] = [];
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const step = stepText(at);
    const holder = at.parent;
    if (step === undefined || (holder instanceof MapNode ? holder.child(step) : at.key) === undefined)
      return undefined;
    steps.unshift(step);
  }
  return steps;
}

function stepText({ key, parent }: ConfigNode): string | undefined {
  if (parent instanceof ListNode) return `[${String(key)}]`;
  return isPlainKey(key) ? key : undefined;
}

function isPlainKey(key: Key | undefined): key is string {
  return typeof key === "string" && plainKey.test(key);
}

function joinSteps(steps: readonly (string | undefined)[]): string {
  return steps.join(".").replaceAll(".[", "[");
}
