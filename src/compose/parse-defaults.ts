import { type ConfigNode, isContainer, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import { scalarText } from "../config/scalar.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { joinWords, nearest } from "../text/nearest.ts";
import type { LoadedConfig } from "../sources/loaded-config.ts";
import type { Choice, ItemPlace, ParsedItem } from "./defaults-item.ts";
import { normalizeOption } from "./defaults-item.ts";
import { placeOf } from "./defaults-place.ts";

const keywords = ["optional", "override"];
const none: readonly ParsedItem[] = [];
const parsed = new WeakMap<LoadedConfig, readonly ParsedItem[]>();

/** The defaults list of a config, item by item; empty when it has none (H-DEF-001…H-DEF-018). */
export function defaultsOf(config: LoadedConfig): readonly ParsedItem[] {
  if (config.defaults === undefined) return none;
  const known = parsed.get(config);
  if (known !== undefined) return known;
  const items = parseDefaults(config);
  parsed.set(config, items);
  return items;
}

function parseDefaults(config: LoadedConfig): ParsedItem[] {
  const { defaults } = config;
  if (defaults === undefined) return [];
  if (!(defaults instanceof ListNode)) {
    throw invalid(
      { config, index: -1 },
      "the defaults list must be a list",
      "write '- group: option' items below 'defaults:'",
    );
  }
  const items = [...defaults.children()].map((node, index) => parseItem(node, { config, index }));
  const selves = items.filter(({ kind }) => kind === "self");
  const second = selves[1];
  if (second !== undefined) {
    throw invalid(
      second.place ?? { config, index: 0 },
      "the defaults list has '_self_' more than once",
      "keep one of them",
    );
  }
  return items;
}

function parseItem(node: ConfigNode, place: ItemPlace): ParsedItem {
  if (node instanceof MapNode) return parseGroupItem(node, place);
  const text = textOf(node);
  if (text === undefined) {
    throw invalid(
      place,
      `a defaults list cannot hold ${describe(node)}`,
      "items are config names and 'group: option' pairs",
    );
  }
  return parseConfigItem(text, place);
}

function parseConfigItem(text: string, place: ItemPlace): ParsedItem {
  const { name, package: packageName } = splitPackage(text, place);
  if (name === "_self_") {
    if (packageName === undefined) return { kind: "self", place };
    throw invalid(place, "'_self_' has no package of its own", "write '# @package' at the top of the config");
  }
  if (name === "") throw invalid(place, "a config name is missing", undefined);
  if (name === "???")
    throw invalid(
      place,
      "'???' stands where a config name is needed",
      "use 'group: ???' for a choice that must be made",
    );
  return { kind: "config", path: name, package: packageName, place };
}

function parseGroupItem(node: MapNode, place: ItemPlace): ParsedItem {
  const [child, ...others] = node.children();
  if (child === undefined) throw invalid(place, "an item of the defaults list is empty", undefined);
  if (others.length > 0) {
    const keys = [child, ...others].map(({ key }) => `'${String(key)}'`);
    throw invalid(
      place,
      `an item of the defaults list has ${keys.length} keys: ${joinWords(keys, "and")}`,
      "write one item for each group",
    );
  }
  if (typeof child.key !== "string")
    throw invalid(place, `'${String(child.key)}' is not the name of a group`, "quote it");
  const words = child.key.split(" ").filter((word) => word !== "");
  const { name, package: packageName } = splitPackage(words.at(-1) ?? "", place);
  const before = words.slice(0, -1);
  checkKeywords(before, child.key, place);
  if (name === "" || child.key.endsWith(" ")) {
    throw invalid(place, `'${child.key}' does not name a config group`, "write 'group: option'");
  }
  if (name === "_self_") throw invalid(place, "'_self_' takes no option", "write '- _self_'");
  return normalizeUnlessOverride({
    kind: "group",
    group: name,
    value: parseChoice(child, name, place),
    package: packageName,
    optional: before.includes("optional"),
    override: before.includes("override"),
    place,
  });
}

/** An override names the item that it changes by the group which that item has. */
function normalizeUnlessOverride(item: Extract<ParsedItem, { kind: "group" }>): ParsedItem {
  return item.override === true ? item : normalizeOption(item);
}

function checkKeywords(words: readonly string[], key: string, place: ItemPlace): void {
  const unknown = words.find((word) => !keywords.includes(word));
  if (unknown === undefined) return;
  const near = nearest(unknown, keywords)[0];
  throw invalid(
    place,
    `unknown keyword '${unknown}' in '${key}'`,
    near === undefined ? "the keywords are 'optional' and 'override'" : `did you mean '${near}'?`,
  );
}

function parseChoice(node: ConfigNode, group: string, place: ItemPlace): Choice {
  if (node instanceof ListNode) return [...node.children()].map((item) => parseOption(item, group, place));
  if (node instanceof ScalarNode && node.kind === "null") return null;
  const text = textOf(node);
  if (text === undefined) {
    throw invalid(
      place,
      `the option of '${group}' is ${describe(node)}, not a name`,
      "quote it if it is the name of a config",
    );
  }
  if (text === "_self_") throw invalid(place, `'_self_' is not an option of '${group}'`, "write '- _self_'");
  return text;
}

function parseOption(node: ConfigNode, group: string, place: ItemPlace): string {
  const text = textOf(node);
  if (text === undefined || text === "???") {
    throw invalid(
      place,
      `the options of '${group}' hold ${describe(node)}, not a name`,
      "quote it if it is the name of a config",
    );
  }
  return text;
}

function splitPackage(text: string, place: ItemPlace): { name: string; package: string | undefined } {
  const at = text.indexOf("@");
  if (at === -1) return { name: text, package: undefined };
  const packageName = text.slice(at + 1);
  if (packageName.includes(":")) {
    throw invalid(
      place,
      `'${text}': an item has one package`,
      `write '${text.slice(0, at)}@${packageName.split(":").at(-1)}'`,
    );
  }
  if (packageName.split(".").includes("_name_")) {
    throw invalid(place, `'_name_' in '${text}' means nothing`, "write the package in full");
  }
  return { name: text.slice(0, at), package: packageName };
}

function textOf(node: ConfigNode): string | undefined {
  const isText = node.kind === "str" || node.kind === "missing" || node.kind === "interpolation";
  return isText && typeof node.value === "string" ? node.value : undefined;
}

function describe(node: ConfigNode): string {
  if (node.kind === "null") return "null";
  if (isContainer(node)) return node.kind === "map" ? "a mapping" : "a list";
  return `the ${node.kind} ${scalarText(node.value)}`;
}

function invalid(place: ItemPlace, what: string, hint: string | undefined): ConfigCompositionException {
  return new ConfigCompositionException("DEFAULTS_INVALID", `In '${place.config.path}': ${what}`, {
    span: placeOf(place),
    hint,
  });
}
