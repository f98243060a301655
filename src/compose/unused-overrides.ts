import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import type { Override } from "../overrides/types.ts";
import { didYouMean, joinWords } from "../text/nearest.ts";
import type { DefaultsChoices, RegisteredChoice } from "./defaults-choices.ts";
import { formatChoice, inConfig } from "./defaults-errors.ts";
import { placeOf } from "./defaults-place.ts";
import type { Problems } from "./problems.ts";

/**
 * Every choice and deletion must have met an item (H-DEF-041, H-DEF-042). Answers deletions of configs that met none: they may
 * mean a value of the same name (H-DEF-034). `problemsOf` says where mistakes of an argument are collected.
 */
export function checkAllUsed(
  choices: DefaultsChoices,
  problems: Problems,
  problemsOf: (override: Override) => Problems = () => problems,
): Override[] {
  for (const choice of choices.registered.values()) {
    if (choice.used) continue;
    const { argument } = choice;
    if (argument === undefined) problems.add(unusedInFile(choice, choices));
    else problemsOf(argument).add(unusedArgument(choice, argument, choices));
  }
  const values: Override[] = [];
  for (const { used, of, argument, option, key } of choices.deletions) {
    if (used) continue;
    if (of === "config" && argument.package === undefined) values.push(argument);
    else problemsOf(argument).add(unusedDeletion(key, option, argument, choices));
  }
  return values;
}

function unusedArgument(
  choice: RegisteredChoice,
  argument: Override,
  choices: DefaultsChoices,
): ConfigCompositionException {
  const { key, value } = choice;
  const known = choices.keysOfGroup(argument.key);
  const near = known.length === 0 ? didYouMean(key, choices.known.keys()) : undefined;
  const hint =
    known.length > 0
      ? `the group is there as ${joinWords(known, "and")}: write ${known[0]}=${formatChoice(value)}`
      : (near ?? `to add the group, write +${argument.text}`);
  return new ConfigCompositionException(
    "DEFAULTS_UNUSED_OVERRIDE",
    `No item of the defaults list is '${key}'`,
    {
      span: argument.keySpan,
      hint,
    },
  );
}

function unusedInFile(choice: RegisteredChoice, choices: DefaultsChoices): ConfigCompositionException {
  const { key, place } = choice;
  const known = choices.keysOfGroup(key.split("@", 1)[0] ?? key);
  const near = didYouMean(key, choices.known.keys());
  return new ConfigCompositionException(
    "DEFAULTS_UNUSED_OVERRIDE",
    `${inConfig(place)}no earlier item of the defaults list is '${key}'`,
    {
      span: placeOf(place),
      hint:
        known.length > 0
          ? `the group is there as ${joinWords(known, "and")}`
          : (near ?? "an override changes only what was included before it"),
    },
  );
}

function unusedDeletion(
  key: string,
  option: string | null | undefined,
  argument: Override,
  choices: DefaultsChoices,
): ConfigCompositionException {
  const known = choices.known.get(key);
  const summary =
    option !== undefined && known !== undefined
      ? `'${key}' is not '${formatChoice(option)}' but '${formatChoice(known)}', so it is not deleted`
      : `No item of the defaults list is '${key}', so there is nothing to delete`;
  return new ConfigCompositionException("DEFAULTS_UNUSED_OVERRIDE", summary, {
    span: argument.keySpan,
    hint: known === undefined ? didYouMean(key, choices.known.keys()) : undefined,
  });
}
