import { setFlag } from "../../src/config/flags.ts";
import type { ConfigNode, FlagName } from "../../src/config/node.ts";
import { selectNode } from "../../src/config/select.ts";

/** A flag as the corpus writes it: on the node at `key`, or on the root. */
export interface CaseFlag {
  readonly flag: FlagName;
  readonly value: boolean | null;
  readonly key?: string;
}

export function applyFlags(root: ConfigNode, flags: readonly CaseFlag[] | undefined): void {
  for (const { flag, value, key } of flags ?? []) {
    const node = key === undefined ? root : selectNode(root, key);
    if (node === undefined) throw new Error(`no node at '${key}'`);
    setFlag(node, flag, value ?? undefined);
  }
}
