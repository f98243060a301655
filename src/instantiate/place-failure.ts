import { childByText, splitKeyPath } from "../config/key-path.ts";
import { type ConfigNode, isContainer, MapNode, rootOf } from "../config/node.ts";
import { spanOf } from "../config/origin-span.ts";
import { placeAt } from "../config/place.ts";
import { OrochiError } from "../errors/base.ts";
import type { Span } from "../text/source.ts";
import { reach } from "./reach.ts";

/** An error of instantiation points at the `_target_` of the node that it is about, or at the setting that is wrong. */
export function placeFailure(error: unknown, given: ConfigNode): void {
  if (!(error instanceof OrochiError) || error.key === undefined) return;
  const { key } = error;
  error.addPlaces({ span: () => placeOfKey(key, given) });
}

function placeOfKey(key: string, given: ConfigNode): Span | undefined {
  const node = nodeAt(key, given);
  if (node === undefined) return undefined;
  return spanOf((node instanceof MapNode ? node.child("_target_") : undefined) ?? node);
}

/** The node with this full key; interpolations on the way are followed. */
function nodeAt(key: string, given: ConfigNode): ConfigNode | undefined {
  let at: ConfigNode | undefined = rootOf(given);
  try {
    for (const step of key === "" ? [] : splitKeyPath(key)) {
      const container: ConfigNode | undefined = at && reach(at);
      at = isContainer(container) ? childByText(container, step, placeAt(key)) : undefined;
    }
    return at;
  } catch (error) {
    if (error instanceof OrochiError) return undefined;
    throw error;
  }
}
