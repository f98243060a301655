import { type ConfigNode, formatKey, isContainer, ListNode, ScalarNode } from "../../config/node.ts";
import { pythonStr } from "../../config/python-text.ts";
import { EnumMember } from "../../config/scalar.ts";
import { selectNode } from "../../config/select.ts";
import { isOrochiError } from "../../errors/base.ts";

/** Keys and current values of a config that begin like a word (H-CMP-008). */
export function completeKeys(word: string, config: ConfigNode): string[] {
  if (word.endsWith("=")) return currentValue(config, word.slice(0, -1)).map((value) => word + value);
  const dot = word.lastIndexOf(".");
  const container = dot === -1 ? config : select(config, word.slice(0, dot));
  if (container === missing || !isContainer(container)) return [];
  const path = word.slice(0, dot + 1);
  const partial = word.slice(dot + 1);
  return [...container.children()]
    .map((child): [string, ConfigNode] => [childName(child), child])
    .filter(([key]) => key.startsWith(partial))
    .map(([key, child]) => `${path}${key}${isContainer(child) ? "." : "="}`);
}

function childName(node: ConfigNode): string {
  return node.parent instanceof ListNode ? String(node.key) : formatKey(node.key);
}

/** What a key holds now, to be edited: nothing for null and for containers, an empty text for `???`. */
function currentValue(config: ConfigNode, path: string): string[] {
  const node = select(config, path);
  if (node === missing) return [""];
  if (!(node instanceof ScalarNode) || node.kind === "null") return [];
  if (typeof node.value === "boolean") return [String(node.value)];
  return [node.value instanceof EnumMember ? node.value.name : pythonStr(node)];
}

const missing = Symbol("missing");

function select(config: ConfigNode, path: string): ConfigNode | typeof missing | undefined {
  try {
    return selectNode(config, path, { throwOnMissing: true });
  } catch (error) {
    if (isOrochiError(error)) return error.code === "VALUE_MISSING" ? missing : undefined;
    throw error;
  }
}
