import { dereference } from "../../config/interpolation/dereference.ts";
import { type ConfigNode, formatKey, isContainer, ListNode, ScalarNode } from "../../config/node.ts";
import { pythonStr } from "../../config/python-text.ts";
import { EnumMember } from "../../config/scalar.ts";
import { isOrochiError } from "../../errors/base.ts";
import type { KeyTree } from "./complete-keys.ts";

/** The keys of a composed config. Interpolations are followed when somebody looks at them. */
export class ConfigKeys implements KeyTree {
  readonly node: ConfigNode;

  constructor(node: ConfigNode) {
    this.node = node;
  }

  get isSection(): boolean {
    return isContainer(this.node);
  }

  *children(): Iterable<readonly [string, KeyTree]> {
    const node = followed(this.node);
    if (!isContainer(node)) return;
    for (const child of node.children()) yield [nameOf(child), new ConfigKeys(child)];
  }

  value(): string | undefined {
    const node = followed(this.node);
    if (!(node instanceof ScalarNode) || node.kind === "null") return undefined;
    if (node.kind === "missing") return "";
    if (typeof node.value === "boolean") return String(node.value);
    return node.value instanceof EnumMember ? node.value.name : pythonStr(node);
  }
}

function nameOf(node: ConfigNode): string {
  return node.parent instanceof ListNode ? String(node.key) : formatKey(node.key);
}

/** An interpolation that leads nowhere has nothing to complete. */
function followed(node: ConfigNode): ConfigNode | undefined {
  try {
    return dereference(node);
  } catch (error) {
    if (isOrochiError(error)) return undefined;
    throw error;
  }
}
