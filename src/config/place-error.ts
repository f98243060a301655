import { OrochiError } from "../errors/base.ts";
import type { Span } from "../text/source.ts";
import { dereference } from "./interpolation/dereference.ts";
import { childByText, splitKeyPath } from "./key-path.ts";
import { type ConfigNode, isContainer, MapNode, rootOf } from "./node.ts";
import { spanOf } from "./origin-span.ts";
import { placeAt } from "./place.ts";

/**
 * An error that knows its key learns where that was written in the tree of a node; one about a node with a `_target_` points at that.
 * For the edges of a stage, where it is sure that the key is one of this tree.
 */
export function placeByKey(error: unknown, within: ConfigNode): void {
  if (!(error instanceof OrochiError) || error.key === undefined) return;
  const { key } = error;
  error.addPlaces({ span: () => placeOfKey(key, within) });
}

function placeOfKey(key: string, within: ConfigNode): Span | undefined {
  const node = nodeAt(key, within);
  if (node === undefined) return undefined;
  return spanOf((node instanceof MapNode ? node.child("_target_") : undefined) ?? node);
}

/** The node with this full key; interpolations on the way are followed. */
function nodeAt(key: string, within: ConfigNode): ConfigNode | undefined {
  let at: ConfigNode | undefined = rootOf(within);
  try {
    for (const step of key === "" ? [] : splitKeyPath(key)) {
      const container: ConfigNode | undefined = at && dereference(at);
      at = isContainer(container) ? childByText(container, step, placeAt(key)) : undefined;
    }
    return at;
  } catch (error) {
    if (error instanceof OrochiError) return undefined;
    throw error;
  }
}
