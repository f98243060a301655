import { type ConfigNode, formatKey, type MapNode } from "../config/node.ts";
import { selectNode, splitKeyPath } from "../config/select.ts";
import { joinWords } from "../text/nearest.ts";

/** More names than this would bury the message. */
const listedNames = 10;

/**
 * `there is 'x'`, `'db' has 'host' and 'port'`: what exists at the deepest part of the key that the config has, so that a name
 * with nothing near it still gets an answer. `undefined` when there is nothing to list, or too much.
 */
export function knownNames(key: string, config: MapNode): string | undefined {
  const { map, path } = deepestMap(key, config);
  const names = [...map.children()].map((child) => `'${formatKey(child.key)}'`);
  const own = path === "" ? names.filter((name) => name !== "'hydra'") : names;
  if (own.length === 0 || own.length > listedNames) return undefined;
  const list = joinWords(own, "and");
  if (path !== "") return `'${path}' has ${list}`;
  return own.length === 1 ? `there is ${list}` : `there are ${list}`;
}

function deepestMap(key: string, config: MapNode): { readonly map: MapNode; readonly path: string } {
  const steps = splitKeyPath(key).slice(0, -1);
  for (let length = steps.length; length > 0; length--) {
    const path = steps.slice(0, length).join(".");
    const found: ConfigNode | undefined = selectNode(config, path, { throwOnResolutionFailure: false });
    if (found?.kind === "map") return { map: found, path };
  }
  return { map: config, path: "" };
}
