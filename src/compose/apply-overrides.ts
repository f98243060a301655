import { deleteItem } from "../config/access.ts";
import { createNode } from "../config/create.ts";
import { equalNodes } from "../config/equality.ts";
import { withFlags } from "../config/flags.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, isContainer, ListNode, type MapNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { placeAt } from "../config/place.ts";
import { childByText, selectNode, splitKeyPath } from "../config/select.ts";
import { snippet } from "../config/shadow.ts";
import { updateNode } from "../config/update.ts";
import { isOrochiError, type OrochiError } from "../errors/base.ts";
import { ConfigError } from "../errors/config-errors.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { toRawValue } from "../overrides/raw.ts";
import { ListOperation, type Override } from "../overrides/types.ts";
import { didYouMean } from "../text/nearest.ts";
import { changeList } from "./change-list.ts";
import { knownNames } from "./known-names.ts";
import { nearName } from "./near-name.ts";
import type { Problems } from "./problems.ts";

/**
 * Applies overrides of values to the composed config, in order (H-APL-005…H-APL-010).
 *
 * @param problemsOf where mistakes of an override are collected
 * @param groups names that a mistyped key at the top may have meant besides keys
 */
export function applyOverrides(
  config: MapNode,
  overrides: readonly Override[],
  problemsOf: (override: Override) => Problems,
  groups: () => readonly string[],
): void {
  for (const override of overrides) {
    problemsOf(override).attempt(() => {
      try {
        apply(config, override);
      } catch (error) {
        if (!isOrochiError(error) || error instanceof ConfigCompositionException) throw error;
        throw failed(override, error, () => hintOfNames(override, config, groups));
      }
    });
  }
}

/** The near names, or what there is, and how to add a key that is meant to be new. */
function hintOfNames(override: Override, config: MapNode, groups: () => readonly string[]): string {
  const near = nearName(override.key, config, groups);
  if (near !== undefined) return near;
  const adding = `to add a new key, write +${override.text}`;
  const known = knownNames(override.key, config);
  return known === undefined ? adding : `${known}; ${adding}`;
}

function apply(config: MapNode, override: Override): void {
  switch (override.type) {
    case "delete":
      return deleteValue(config, override);
    case "add":
      return addValue(config, override);
    case "force-add":
      return update(config, override, true);
    case "extend-list":
    case "list-operation":
      return applyToList(config, override);
    case "change":
      return update(config, override, false);
  }
}

function update(config: MapNode, override: Override, forceAdd: boolean): void {
  updateNode(config, override.key, rawValue(override), { forceAdd, origin: originOf(override) });
}

function addValue(config: MapNode, override: Override): void {
  const existing = find(config, override.key);
  const value = rawValue(override);
  const isFree = existing === undefined || existing.kind === "null" || existing.kind === "missing";
  if (!isFree && !(Array.isArray(value) || value instanceof Map)) {
    const change = override.text.slice(1);
    throw new ConfigCompositionException(
      "OVERRIDE_EXISTS",
      `'${override.key}' is there already: ${snippet(existing)}`,
      {
        span: override.keySpan,
        hint: `write ${change} to change it, or ++${change} whether or not it is there`,
      },
    );
  }
  update(config, override, true);
}

function deleteValue(config: MapNode, override: Override): void {
  const steps = splitKeyPath(override.key);
  const last = steps.pop() ?? "";
  const place = placeAt(override.key);
  let parent: ConfigNode | undefined = config;
  for (const step of steps) {
    const child: ConfigNode | undefined = isContainer(parent) ? childByText(parent, step, place) : undefined;
    parent = child === undefined ? undefined : dereference(child);
  }
  const target = isContainer(parent) ? childByText(parent, last, place) : undefined;
  if (!isContainer(parent) || target === undefined) throw nothingToDelete(override, parent, config);
  if (target.kind === "interpolation") dereference(target);
  if (override.value !== undefined && !holds(target, override)) {
    throw new ConfigCompositionException(
      "OVERRIDE_DELETE",
      `'${override.key}' has another value: ${snippet(target)}`,
      {
        span: override.valueSpan,
        hint: `write ~${override.text.slice(override.keySpan.start, override.keySpan.end)} to delete it whatever it is`,
      },
    );
  }
  withFlags(config, { struct: false }, () => deleteItem(parent, target.key));
}

function holds(node: ConfigNode, override: Override): boolean {
  const value = rawValue(override);
  const target = node.kind === "interpolation" ? dereference(node) : node;
  if (target.kind === "missing" || value === "???") return target.kind === "missing" && value === "???";
  return equalNodes(target, createNode(value));
}

function nothingToDelete(
  override: Override,
  parent: ConfigNode | undefined,
  config: MapNode,
): ConfigCompositionException {
  const last = splitKeyPath(override.key).at(-1) ?? "";
  const names = parent?.kind === "map" ? [...parent.children()].map(({ key }) => String(key)) : [];
  return new ConfigCompositionException(
    "OVERRIDE_DELETE",
    `'${override.key}' is not in the config, so there is nothing to delete`,
    {
      span: override.keySpan,
      hint: didYouMean(last, names) ?? knownNames(override.key, config),
    },
  );
}

function applyToList(config: MapNode, override: Override): void {
  const found = find(config, override.key);
  const list = found === undefined ? undefined : dereference(found);
  if (!(list instanceof ListNode)) {
    const what = list === undefined ? "not in the config" : "not a list";
    throw new ConfigCompositionException("OVERRIDE_VALUE", `'${override.key}' is ${what}`, {
      span: override.keySpan,
      hint: "these functions change a list that is there already",
    });
  }
  const { value } = override;
  const change =
    value instanceof ListOperation
      ? { name: value.name, items: value.items.map(toRawValue), index: value.index }
      : { name: "extend_list" as const, items: [rawValue(override)].flat(), index: undefined };
  const absent = changeList(list, change, originOf(override));
  if (absent === undefined) return;
  throw new ConfigCompositionException(
    "OVERRIDE_VALUE",
    `'${override.key}' does not hold ${snippet(absent)}`,
    { span: override.valueSpan, hint: `it holds ${snippet(list)}` },
  );
}

/** The node at a key as it stands; interpolations are followed on the way. */
function find(config: MapNode, key: string): ConfigNode | undefined {
  return selectNode(config, key, { throwOnResolutionFailure: false });
}

function rawValue(override: Override): unknown {
  return override.value === undefined ? null : toRawValue(override.value);
}

export function originOf({ source, valueSpan, keySpan }: Override): Origin {
  const { start, end } = valueSpan ?? keySpan;
  return { kind: "override", source, start, end };
}

const unknownKeyCodes = new Set(["KEY_NOT_IN_STRUCT", "KEY_NOT_IN_SCHEMA", "KEY_NOT_FOUND"]);

function failed(override: Override, error: OrochiError, hint: () => string): ConfigCompositionException {
  if (unknownKeyCodes.has(error.code) && override.type === "change") return unknownKey(override, error, hint);
  return new ConfigCompositionException("OVERRIDE_VALUE", error.summary, {
    span: override.valueSpan ?? override.keySpan,
    related: () => error.related,
    hint: error.hint,
    key: error instanceof ConfigError ? error.key : undefined,
    cause: error,
  });
}

function unknownKey(override: Override, error: OrochiError, hint: () => string): ConfigCompositionException {
  const key = error.key?.startsWith(`${override.key}.`) === true ? error.key : override.key;
  return new ConfigCompositionException("OVERRIDE_UNKNOWN_KEY", `'${key}' is not in the config`, {
    span: key === override.key ? override.keySpan : override.valueSpan,
    hint: error.hint?.startsWith("did you mean") === true ? error.hint : hint(),
    key: error.key,
    cause: error,
  });
}
