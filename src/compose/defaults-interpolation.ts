import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { inConfig } from "./defaults-errors.ts";
import { type Choice, ConfigItem, GroupItem, normalizeOption } from "./defaults-item.ts";
import { placeOf } from "./defaults-place.ts";

const interpolation = /\$\{([^${}]*)\}/g;

/**
 * The item with every `${KEY}` replaced by the choice of that key, or `undefined` as long as a choice is not known
 * (H-DEF-040). Keys are override keys, absolute wherever they stand; nothing else can be interpolated here.
 */
export function resolveItem(
  item: ConfigItem | GroupItem,
  known: ReadonlyMap<string, Choice>,
): ConfigItem | GroupItem | undefined {
  const text = item instanceof GroupItem ? item.value : item.path;
  if (typeof text !== "string") return undefined;
  const resolved = resolveText(text, item, known);
  if (resolved === undefined) return undefined;
  const { optional, place, surroundings } = item;
  const common = { package: item.package, optional, place };
  if (item instanceof ConfigItem)
    return new ConfigItem({ kind: "config", path: resolved, ...common }, surroundings);
  return new GroupItem(
    normalizeOption({ kind: "group", group: item.group, value: resolved, ...common }),
    surroundings,
  );
}

function resolveText(
  text: string,
  item: ConfigItem | GroupItem,
  known: ReadonlyMap<string, Choice>,
): string | undefined {
  let complete = true;
  const resolved = text.replace(interpolation, (whole, key: string) => {
    const name = key.trim();
    checkKey(name, whole, item);
    const choice = known.get(name);
    if (typeof choice === "string") return choice;
    complete = false;
    return whole;
  });
  return complete && !resolved.includes("${") ? resolved : undefined;
}

function checkKey(key: string, whole: string, item: ConfigItem | GroupItem): void {
  if (key.includes(":")) {
    throw refused(
      item,
      `'${whole}' calls a resolver, which a defaults list cannot do`,
      "name another choice, as in ${db}",
    );
  }
  if (/^defaults\.\d+\./.test(key)) {
    const group = key.split(".").slice(2).join(".");
    throw refused(item, `'${whole}' is an old form of interpolation`, `write \${${group}}`);
  }
}

function refused(item: ConfigItem | GroupItem, what: string, hint: string): ConfigCompositionException {
  return new ConfigCompositionException("DEFAULTS_INVALID", inConfig(item.place) + what, {
    span: placeOf(item.place),
    hint,
  });
}
