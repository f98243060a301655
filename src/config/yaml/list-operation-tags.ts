import type { ConfigNode } from "../node.ts";

const operations = ["append", "prepend", "insert", "remove", "extend_list"] as const;

/** What a file does to a list that an earlier config brought: `tags: !append [x]`. */
export type ListOperationTag = (typeof operations)[number];

/** The operation that a YAML tag names. */
export function listOperationOf(tag: string): ListOperationTag | undefined {
  return operations.find((name) => tag === `!${name}`);
}

/** Whether a text may hold such tags at all: most do not, and need no search. */
export function mayHoldListOperations(text: string): boolean {
  return text.includes("!") && /!(?:append|prepend|insert|remove|extend_list)\b/.test(text);
}

const marks = new WeakMap<ConfigNode, ListOperationTag>();

/** Notes that a list of a file is to be carried out, not to be put in place. */
export function markListOperation(list: ConfigNode, operation: ListOperationTag): void {
  marks.set(list, operation);
}

export function markedListOperation(node: ConfigNode): ListOperationTag | undefined {
  return marks.get(node);
}
