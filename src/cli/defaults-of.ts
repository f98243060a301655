import type { TreeContext } from "../config/context.ts";
import { classifyOverrides } from "../compose/classify-overrides.ts";
import { type DefaultsEntry, flattenDefaults } from "../compose/defaults-list.ts";
import { emptyConfig } from "../compose/defaults-item.ts";
import { buildDefaultsTree, type DefaultsNode } from "../compose/defaults-tree.ts";
import { Problems } from "../compose/problems.ts";
import { hydraConfig, searchPathOf } from "../compose/search-path-of.ts";
import { checkAllUsed } from "../compose/unused-overrides.ts";
import type { Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";

export interface DefaultsView {
  readonly tree: DefaultsNode;
  readonly entries: readonly DefaultsEntry[];
  /** With the places of `hydra.searchpath`. */
  readonly repository: ConfigRepository;
}

/** Which configs would be composed: the overrides of values, right or wrong, have no part in it. */
export function defaultsOf(
  given: ConfigRepository,
  configName: string | undefined,
  overrides: readonly Override[],
  context: TreeContext,
): DefaultsView {
  given.assertMainAvailable();
  const repository = given.extend(searchPathOf(configName, overrides, given, context));
  const problems = new Problems();
  const { choices } = classifyOverrides(overrides, repository, problems);
  const roots = [...(repository.isConfig(hydraConfig) ? [hydraConfig] : []), configName ?? emptyConfig];
  const tree = buildDefaultsTree({ repository, choices, roots, skipMissing: false });
  const entries = flattenDefaults(tree);
  checkAllUsed(choices, problems);
  problems.throwIfAny();
  return { tree, entries, repository };
}
