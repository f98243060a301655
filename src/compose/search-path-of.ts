import type { TreeContext } from "../config/context.ts";
import { copyNode } from "../config/copy.ts";
import { createNode } from "../config/create.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, ListNode, MapNode } from "../config/node.ts";
import { scalarText } from "../config/scalar.ts";
import { locateInYaml } from "../config/yaml/positions.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { toRawValue } from "../overrides/raw.ts";
import { isSweepValue, type Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { SearchPathEntry } from "../sources/search-path.ts";
import type { Span } from "../text/source.ts";

/** The built-in config of the hydra node. */
export const hydraConfig = "hydra/config";

/**
 * What `hydra.searchpath` adds to the search path (H-PTH-006): the value of the command line, or else the one at the top of the
 * primary config, as it stands there before anything is composed.
 */
export function searchPathOf(
  configName: string | undefined,
  overrides: readonly Override[],
  repository: ConfigRepository,
  context: TreeContext,
): SearchPathEntry[] {
  const argument = overrides.findLast(
    ({ key, type, package: packageName }) =>
      key === "hydra.searchpath" && type === "change" && packageName === undefined,
  );
  if (argument?.value !== undefined) {
    if (isSweepValue(argument.value)) return [];
    const root = new MapNode();
    root.context = context;
    root.setChild("searchpath", createNode(toRawValue(argument.value)));
    return entriesOf(root.child("searchpath"), "hydra.searchpath in command-line", argument.valueSpan);
  }
  if (configName === undefined) return [];
  const loaded = repository.load(configName);
  if (loaded === undefined || searchPathIn(loaded.content) === undefined) return [];
  const root = copyNode(loaded.content);
  root.context = context;
  const span =
    loaded.text === undefined
      ? undefined
      : () => loaded.text && locateInYaml(loaded.text, ["hydra", "searchpath"]);
  return entriesOf(searchPathIn(root), "hydra.searchpath in main", span);
}

function searchPathIn(content: ConfigNode): ConfigNode | undefined {
  const hydra = content instanceof MapNode ? content.child("hydra") : undefined;
  return hydra instanceof MapNode ? hydra.child("searchpath") : undefined;
}

function entriesOf(
  node: ConfigNode | undefined,
  provider: string,
  span: Span | undefined | (() => Span | undefined),
): SearchPathEntry[] {
  const list = node === undefined ? undefined : dereference(node);
  if (list === undefined || list.kind === "null" || list.kind === "missing") return [];
  if (!(list instanceof ListNode)) throw malformed("hydra.searchpath is not a list", span);
  return [...list.children()].map((child) => {
    const item = dereference(child);
    if (item.kind !== "str") throw malformed("An entry of hydra.searchpath is not text", span);
    return { provider, path: scalarText(item.value) };
  });
}

function malformed(
  summary: string,
  span: Span | undefined | (() => Span | undefined),
): ConfigCompositionException {
  return new ConfigCompositionException("SEARCHPATH_INVALID", summary, {
    span: typeof span === "function" ? span() : span,
    hint: "write a list: [file://dir, pkg://package/dir]",
  });
}
