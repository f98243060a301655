import type { ConfigNode } from "../../node.ts";
import { selectNode, type SelectOptions } from "../../select.ts";
import type { ResolverContext } from "../registry.ts";

/** What a key given to a resolver points to: from the root, or with leading dots from the container of the reader. */
export function selectFor(
  { parent, root }: ResolverContext,
  key: string,
  options: SelectOptions = {},
): ConfigNode | undefined {
  return selectNode(parent ?? root, key, { ...options, absolute: !key.startsWith(".") });
}
