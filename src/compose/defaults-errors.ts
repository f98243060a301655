import { ConfigCompositionException, MissingConfigException } from "../errors/hydra-errors.ts";
import { baseNameOf, directoryOf, joinPath } from "../sources/config-path.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { RelatedPlace } from "../errors/base.ts";
import type { Span } from "../text/source.ts";
import { didYouMean, joinWords } from "../text/nearest.ts";
import type { RegisteredChoice } from "./defaults-choices.ts";
import { type Choice, type ConfigItem, emptyConfig, GroupItem, type ItemPlace } from "./defaults-item.ts";
import { placeOf } from "./defaults-place.ts";

const fewNames = 12;

/** The choice of a key as it is written: `a`, `null`, `[a, b]`. */
export function formatChoice(choice: Choice): string {
  return typeof choice === "string" ? choice : choice === null ? "null" : `[${choice.join(", ")}]`;
}

export function multipleValues(
  item: GroupItem,
  known: Choice,
  other: GroupItem | undefined,
): ConfigCompositionException {
  const key = item.overrideKey;
  const [here, there] = [formatChoice(item.value), formatChoice(known)];
  const { argument } = item;
  const hint =
    argument === undefined
      ? `to change the choice of another config, write 'override ${key}: ${here}'`
      : `the group is in the defaults list already: write ${key}=${here}`;
  return new ConfigCompositionException(
    "DEFAULTS_CONFLICT",
    `${inConfig(item.place)}'${key}' is '${here}' here and '${there}' elsewhere`,
    { span: spanOfItem(item), related: () => related(other), hint },
  );
}

/** Where an item of a defaults list, or of the command line, is written. */
export function spanOfItem({ argument, place }: GroupItem): Span | undefined {
  return argument === undefined ? placeOf(place) : argument.keySpan;
}

function related(item: GroupItem | undefined): RelatedPlace | undefined {
  const span = item && spanOfItem(item);
  return span && { label: `'${formatChoice(item.value)}' stands here`, span };
}

export function primaryNotFound(name: string, repository: ConfigRepository): MissingConfigException {
  const group = directoryOf(name);
  const options = repository.options(group).filter((option) => option !== emptyConfig);
  const plain = name.replaceAll("\\", "/");
  const hint =
    plain !== name && repository.isConfig(plain) ? `write '${plain}'` : suggestion(name, group, options);
  return new MissingConfigException("CONFIG_NOT_FOUND", `Cannot find the primary config '${name}'`, {
    hint: hintLines(hint, repository),
  });
}

export function configNotFound(
  item: ConfigItem | GroupItem,
  choice: RegisteredChoice | undefined,
  repository: ConfigRepository,
): MissingConfigException {
  const path = item.configPath;
  const argument = choice?.argument;
  const place = choice === undefined ? item.place : choice.place;
  const span = argument === undefined ? placeOf(place) : (argument.valueSpan ?? argument.keySpan);
  const group = item instanceof GroupItem ? item.groupPath : directoryOf(path);
  const options = repository.options(group);
  const hasGroup = repository.isGroup(group);
  const missingOption = hasGroup
    ? `'${nameOf(item)}' is not an option of '${group}'`
    : `There is no config group '${group}'`;
  const what = item instanceof GroupItem ? missingOption : `Cannot find the config '${path}'`;
  const hint =
    elsewhere(item, repository) ??
    (hasGroup ? suggestion(path, group, options) : didYouMean(group, repository.allGroups()));
  const where = argument === undefined ? inConfig(place) : "";
  return new MissingConfigException("CONFIG_NOT_FOUND", `${where}${what}`, {
    span,
    hint: hintLines(hint, repository),
  });
}

export function choiceMissing(item: GroupItem, repository: ConfigRepository): ConfigCompositionException {
  const key = item.overrideKey;
  const options = repository.options(item.groupPath);
  return new ConfigCompositionException(
    "DEFAULTS_CHOICE_MISSING",
    `${inConfig(item.place)}'${key}' has to be chosen`,
    {
      span: placeOf(item.place),
      hint: `give ${key}=OPTION${options.length === 0 ? "" : `, with one of ${joinWords(options, "or")}`}`,
    },
  );
}

export function cycleFound(
  chain: readonly string[],
  place: ItemPlace | undefined,
): ConfigCompositionException {
  return new ConfigCompositionException(
    "DEFAULTS_CYCLE",
    `Configs include each other: ${chain.join(" → ")}`,
    {
      span: placeOf(place),
      hint: "take one of them out of a defaults list",
    },
  );
}

/** `In 'db/mysql': `, or nothing for items of the command line. */
export function inConfig(place: ItemPlace | undefined): string {
  return place === undefined ? "" : `In '${place.config.path}': `;
}

function nameOf(item: ConfigItem | GroupItem): string {
  return item instanceof GroupItem ? formatChoice(item.value) : item.path;
}

/** The path would lead somewhere if it were taken from the top or from one group higher. */
function elsewhere(item: ConfigItem | GroupItem, repository: ConfigRepository): string | undefined {
  const written = item instanceof GroupItem ? joinPath(item.group, formatChoice(item.value)) : item.path;
  const base = item.surroundings.baseDir;
  if (base === "" || written.startsWith("/")) return undefined;
  const candidates = [joinPath(directoryOf(base), written), written];
  const found = candidates.find((path) => repository.isConfig(path));
  if (found === undefined) return undefined;
  const form = item instanceof GroupItem ? `/${directoryOf(found)}: ${baseNameOf(found)}` : `/${found}`;
  return `paths are relative to the config's own group '${base}'; for '${found}' write '${form}'`;
}

function suggestion(path: string, group: string, options: readonly string[]): string | undefined {
  const near = didYouMean(baseNameOf(path), options);
  if (near !== undefined) return near;
  if (options.length === 0) return undefined;
  const of = group === "" ? "configs are" : `options of '${group}' are`;
  const shown = options.slice(0, fewNames);
  const more = options.length > fewNames ? `, … (${options.length} in all)` : "";
  return `${of} ${more === "" ? joinWords(shown, "and") : shown.join(", ") + more}`;
}

function hintLines(hint: string | undefined, repository: ConfigRepository): string {
  const places = repository.describe().map((line) => `  ${line}`);
  return [hint ?? "check the name and where it is looked for", "search path:", ...places].join("\n");
}
