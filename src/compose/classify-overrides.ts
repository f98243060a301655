import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { isSweep } from "../overrides/sweep-values.ts";
import {
  isListValue,
  kindOf,
  MapValue,
  type Override,
  type OverrideValue,
  QuotedString,
} from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import { didYouMean } from "../text/nearest.ts";
import { DefaultsChoices } from "./defaults-choices.ts";
import type { Choice } from "./defaults-item.ts";
import type { Problems } from "./problems.ts";

/** Overrides by what they change. */
export interface ClassifiedOverrides {
  /** Choices, deletions and additions of the defaults list. */
  readonly choices: DefaultsChoices;
  /** Overrides of values, in the given order. */
  readonly values: Override[];
}

/** Tells choices of config groups from values (H-DEF-034). Swept overrides are nobody's yet. */
export function classifyOverrides(
  overrides: readonly Override[],
  repository: ConfigRepository,
  problems: Problems,
): ClassifiedOverrides {
  const classified: ClassifiedOverrides = { choices: new DefaultsChoices(), values: [] };
  for (const override of overrides) {
    if (!isSweep(override)) problems.attempt(() => classify(override, repository, classified));
  }
  return classified;
}

function classify(
  override: Override,
  repository: ConfigRepository,
  { choices, values }: ClassifiedOverrides,
): void {
  const { key, value, type } = override;
  const isGroup = repository.isGroup(key);
  const isConfig = !isGroup && type === "delete" && value === undefined && repository.isConfig(key);
  if (type === "delete" && (isGroup || isConfig)) {
    choices.deletions.push({
      key: keyElement(override),
      of: isGroup ? "group" : "config",
      option: isGroup ? optionToDelete(override) : undefined,
      argument: override,
      used: false,
    });
    return;
  }
  if (!isGroup || value instanceof MapValue) {
    if (override.package !== undefined) throw noSuchGroup(override, repository);
    values.push(override);
    return;
  }
  const choice = choiceOf(override, value);
  if (type === "add") {
    choices.appended.push({
      kind: "group",
      group: key,
      value: choice,
      package: override.package,
      argument: override,
    });
    return;
  }
  const id = keyElement(override);
  choices.registered.delete(id);
  choices.register({ key: id, value: choice, argument: override, place: undefined });
}

/** `group` or `group@package`: what choices of the command line are found by. */
function keyElement(override: Override): string {
  if (override.package === undefined) return override.key;
  return `${override.key}@${override.package === "" ? "_global_" : override.package}`;
}

function choiceOf(override: Override, value: OverrideValue | undefined): Choice {
  if (override.type === "force-add") {
    throw refused(
      override,
      `'++' cannot add a config group`,
      `write +${override.text.slice(2)} to add it, or ${override.text.slice(2)} to change the choice`,
    );
  }
  if (override.type === "extend-list" || override.type === "list-operation") {
    throw refused(
      override,
      `'${override.key}' is a config group, not a list`,
      `give all its options: ${override.key}=[a,b]`,
    );
  }
  if (value === null) return null;
  if (isListValue(value)) return value.map((item) => textOf(override, item));
  return textOf(override, value);
}

function textOf(override: Override, value: OverrideValue | undefined): string {
  if (typeof value === "string") return value;
  if (value instanceof QuotedString) return value.text;
  const kind = value === undefined ? "nothing" : kindOf(value);
  throw refused(
    override,
    `An option of the config group '${override.key}' is a name, not ${kind}`,
    `if a config has that name, quote it: ${override.key}="'…'"`,
  );
}

function optionToDelete(override: Override): string | null | undefined {
  const { value } = override;
  return value === undefined || value === null ? value : textOf(override, value);
}

function refused(override: Override, summary: string, hint: string): ConfigCompositionException {
  return new ConfigCompositionException("OVERRIDE_GROUP", summary, {
    span: override.valueSpan ?? override.keySpan,
    hint,
  });
}

function noSuchGroup(override: Override, repository: ConfigRepository): ConfigCompositionException {
  const { key, keySpan } = override;
  const summary = `There is no config group '${key}', and only groups take a package`;
  return new ConfigCompositionException("OVERRIDE_GROUP", summary, {
    span: keySpan,
    hint: nearestGroup(key, repository) ?? `drop '@${override.package ?? ""}' to change a value`,
  });
}

function nearestGroup(key: string, repository: ConfigRepository): string | undefined {
  return didYouMean(key, repository.allGroups());
}
