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
import type { WrittenSearchPathEntry } from "../sources/search-path.ts";
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
): WrittenSearchPathEntry[] {
  const argument = overrides.findLast(
    ({ key, type, package: packageName }) =>
      key === "hydra.searchpath" && type === "change" && packageName === undefined,
  );
  if (argument?.value !== undefined) {
    if (isSweepValue(argument.value)) return [];
    const root = new MapNode();
    root.context = context;
    root.setChild("searchpath", createNode(toRawValue(argument.value)));
    return entriesOf(root.child("searchpath"), "hydra.searchpath in command-line", {
      list: () => argument.valueSpan,
      item: (_, text) => textIn(argument.valueSpan, text),
    });
  }
  if (configName === undefined) return [];
  const loaded = repository.load(configName);
  if (loaded === undefined || searchPathIn(loaded.content) === undefined) return [];
  const root = copyNode(loaded.content);
  root.context = context;
  const at = (...steps: number[]) =>
    loaded.text && locateInYaml(loaded.text, ["hydra", "searchpath", ...steps]);
  return entriesOf(searchPathIn(root), "hydra.searchpath in main", { list: at, item: (index) => at(index) });
}

/** Where a search path stands, and its items. */
interface Places {
  readonly list: () => Span | undefined;
  readonly item: (index: number, text: string) => Span | undefined;
}

/** The stretch of a value that holds a text; all of it when the text was written in another way. */
function textIn(span: Span | undefined, text: string): Span | undefined {
  if (span === undefined || text === "") return span;
  const at = span.source.text.slice(0, span.end).indexOf(text, span.start);
  return at === -1 ? span : { source: span.source, start: at, end: at + text.length };
}

function searchPathIn(content: ConfigNode): ConfigNode | undefined {
  const hydra = content instanceof MapNode ? content.child("hydra") : undefined;
  return hydra instanceof MapNode ? hydra.child("searchpath") : undefined;
}

function entriesOf(node: ConfigNode | undefined, provider: string, places: Places): WrittenSearchPathEntry[] {
  const list = node === undefined ? undefined : dereference(node);
  if (list === undefined || list.kind === "null" || list.kind === "missing") return [];
  if (!(list instanceof ListNode)) throw malformed("hydra.searchpath is not a list", places.list());
  return [...list.children()].map((child, index) => {
    const item = dereference(child);
    const path = item.kind === "str" ? scalarText(item.value) : undefined;
    if (path === undefined)
      throw malformed("An entry of hydra.searchpath is not text", places.item(index, "") ?? places.list());
    return { provider, path, place: () => places.item(index, path) ?? places.list() };
  });
}

function malformed(summary: string, span: Span | undefined): ConfigCompositionException {
  return new ConfigCompositionException("SEARCHPATH_INVALID", summary, {
    span,
    hint: "write a list: [file://dir, pkg://package/dir]",
  });
}
