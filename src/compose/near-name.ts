import { type ConfigNode, formatKey, isContainer, ListNode, type MapNode } from "../config/node.ts";
import { didYouMean, joinWords } from "../text/nearest.ts";

/** Larger configs are not searched through for a hint. */
const searchedNodes = 20_000;

/**
 * What a key that is not in the config may have meant: a group of a similar name, or the same name somewhere else, as
 * `optimizer.lr` for `lr` (design D11).
 */
export function nearName(key: string, config: MapNode, groups: () => readonly string[]): string | undefined {
  const group = key.includes(".") ? undefined : didYouMean(key, groups());
  if (group !== undefined) return group;
  const places = placesOf(key.slice(key.lastIndexOf(".") + 1), config, key.startsWith("hydra."));
  return places.length === 0 ? undefined : `did you mean ${joinWords(places.map(quote), "or")}?`;
}

/** At most three keys of this name, those nearest to the top first. */
function placesOf(name: string, config: MapNode, inHydra: boolean): string[] {
  const found: string[] = [];
  const open: { readonly node: ConfigNode; readonly path: string }[] = [{ node: config, path: "" }];
  for (let index = 0; index < open.length && index < searchedNodes && found.length < 3; index++) {
    const { node, path } = open[index] ?? { node: config, path: "" };
    if (!isContainer(node) || node instanceof ListNode) continue;
    for (const child of node.children()) {
      const own = formatKey(child.key);
      if (path === "" && (own === "hydra") !== inHydra) continue;
      const place = path === "" ? own : `${path}.${own}`;
      if (own === name) found.push(place);
      if (isContainer(child)) open.push({ node: child, path: place });
    }
  }
  return found.slice(0, 3);
}

function quote(name: string): string {
  return `'${name}'`;
}
