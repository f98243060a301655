import type { Key } from "../config/keys.ts";
import {
  type ConfigNode,
  type ContainerNode,
  formatKey,
  isContainer,
  ListNode,
  MapNode,
  ScalarNode,
} from "../config/node.ts";
import {
  type ListOperationTag,
  markedListOperation,
  mayHoldListOperations,
} from "../config/yaml/list-operation-tags.ts";
import { locateInYaml } from "../config/yaml/positions.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import type { Source } from "../text/source.ts";

/** `tags: !append [x]` of a file: a change of the list that stands at this place when the file is merged. */
export interface FileListOperation {
  readonly name: ListOperationTag;
  /** Keys from the top of the file. */
  readonly keys: readonly Key[];
  readonly items: readonly ConfigNode[];
  /** Only for `!insert`: the position, counted from the end when negative. */
  readonly index: number | undefined;
}

/** Takes the list operations out of a file's content. What is left merges as any config does. */
export function takeListOperations(content: ContainerNode, path: string, text: Source): FileListOperation[] {
  if (!mayHoldListOperations(text.text)) return [];
  const found: FileListOperation[] = [];
  const open: { readonly node: ContainerNode; readonly keys: readonly Key[] }[] = [
    { node: content, keys: [] },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, keys } = next;
    const name = markedListOperation(node);
    if (name !== undefined && node instanceof ListNode) {
      found.push(operationOf(node, name, keys, path, text));
      if (node.parent instanceof MapNode && node.key !== undefined) node.parent.removeChild(node.key);
      continue;
    }
    for (const child of [...node.children()].reverse()) {
      if (!isContainer(child)) continue;
      const key = child.key ?? "";
      if (node instanceof ListNode) refuseInside(child, [...keys, key], path, text);
      else open.push({ node: child, keys: [...keys, key] });
    }
  }
  return found;
}

function operationOf(
  list: ListNode,
  name: ListOperationTag,
  keys: readonly Key[],
  path: string,
  text: Source,
): FileListOperation {
  const [first, ...others] = list.children();
  for (const child of list.children()) if (isContainer(child)) refuseInside(child, keys, path, text);
  const index = name === "insert" ? first : undefined;
  if (keys.length === 1 && keys[0] === "defaults") {
    throw malformed("a defaults list stands for itself", "write the whole list", keys, path, text);
  }
  const position = index instanceof ScalarNode && typeof index.value === "number" ? index.value : undefined;
  if (name === "insert" && (position === undefined || !Number.isInteger(position))) {
    throw malformed(`!insert needs a position first`, "write !insert [0, item]", keys, path, text);
  }
  const items = index === undefined ? [...list.children()] : others;
  if (items.length === 0)
    throw malformed(`!${name} needs an item`, `write !${name} [item]`, keys, path, text);
  return { name, keys, items, index: position };
}

/** A list is replaced as a whole: what stands in it has nothing that it could change. */
function refuseInside(
  node: ContainerNode,
  keys: readonly (Key | number)[],
  path: string,
  text: Source,
): void {
  const open: ContainerNode[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const name = markedListOperation(next);
    if (name !== undefined) {
      throw malformed(
        `!${name} stands inside a list, where there is nothing to change`,
        undefined,
        keys,
        path,
        text,
      );
    }
    for (const child of next.children()) if (isContainer(child)) open.push(child);
  }
}

function malformed(
  what: string,
  hint: string | undefined,
  keys: readonly (Key | number)[],
  path: string,
  text: Source,
): ConfigCompositionException {
  const steps = keys.map((key) => (typeof key === "number" ? key : formatKey(key)));
  return new ConfigCompositionException("CONFIG_UNREADABLE", `In '${path}': ${what}`, {
    span: () => locateInYaml(text, steps),
    key: steps.join("."),
    hint,
  });
}
