import { ConfigCompositionException, MissingConfigException } from "../errors/hydra-errors.ts";
import type { RegisteredChoice } from "./defaults-choices.ts";
import { inConfig } from "./defaults-errors.ts";
import { type ConfigItem, GroupItem, type ParsedGroup, type ParsedItem } from "./defaults-item.ts";
import { placeOf } from "./defaults-place.ts";

/** Overrides stand after all ordinary items, so that it is plain what they can change; `_self_` stands anywhere (H-DEF-017). */
export function checkOrder(items: readonly ParsedItem[]): void {
  const first = items.findIndex((item) => item.kind === "group" && item.override === true);
  if (first === -1) return;
  const after = items.slice(first).find((item) => item.kind !== "self" && !isOverride(item));
  if (after === undefined) return;
  const [name, before] = [nameOf(after), nameOf(items[first] ?? after)];
  throw new ConfigCompositionException(
    "DEFAULTS_INVALID",
    `${inConfig(after.place)}'${name}' stands after '${before}', but overrides come last`,
    { span: placeOf(after.place), hint: `move '${before}' to the end of the defaults list` },
  );
}

/** Paths are plain: no `..` and no backslash (H-DEF-019). */
export function checkPath(item: ConfigItem | GroupItem, choice: RegisteredChoice | undefined): void {
  const parts = item instanceof GroupItem ? [item.group, ...optionsOf(item)] : [item.path];
  const bad = parts.find(
    (part) => part.includes("\\") || (part.includes("..") && part.split("/").includes("..")),
  );
  if (bad === undefined) return;
  const argument = choice?.argument;
  const what = bad.includes("\\") ? "a backslash" : "'..'";
  const absolute = bad.replaceAll("\\", "/").replace(/^(\.\.\/)+/, "/");
  throw new ConfigCompositionException(
    "DEFAULTS_INVALID",
    `${inConfig(item.place)}the path '${bad}' holds ${what}`,
    {
      span:
        argument === undefined
          ? placeOf(choice === undefined ? item.place : choice.place)
          : argument.valueSpan,
      hint: `write the path from the top of the search path: '${absolute.startsWith("/") ? absolute : `/${absolute}`}'`,
    },
  );
}

/** Names of configs are plain paths from the top of the search path. */
export function checkConfigName(name: string): void {
  const parts = (name.startsWith("/") ? name.slice(1) : name).split("/");
  if (!parts.some((part) => part === "." || part === ".." || part === "")) return;
  const plain = parts.filter((part) => part !== "." && part !== ".." && part !== "").join("/");
  throw new MissingConfigException("CONFIG_NOT_FOUND", `'${name}' is not the name of a config`, {
    hint: `names are plain paths below the config directory${plain === "" ? "" : `: '${plain}'`}`,
  });
}

function optionsOf(item: GroupItem): readonly string[] {
  if (item.value === null) return [];
  return typeof item.value === "string" ? [item.value] : item.value;
}

function isOverride(item: ParsedItem): item is ParsedGroup {
  return item.kind === "group" && item.override === true;
}

function nameOf(item: ParsedItem): string {
  if (item.kind === "self") return "_self_";
  if (item.kind === "config") return item.path;
  return item.override === true ? `override ${item.group}` : item.group;
}
