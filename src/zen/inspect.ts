import { createRoot } from "../config/create.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, isNode, MapNode } from "../config/node.ts";
import { unwrapValue, configValue } from "../config/raw-value.ts";
import { invalid } from "./build-options.ts";
import { justTarget, targetAt } from "../instantiate/instantiate-target.ts";
import { runSteps } from "../instantiate/steps.ts";
import { isZenTarget, zenTarget } from "../instantiate/zen-target.ts";
import type { TargetContext } from "../targets/target-context.ts";
import { contextFor, type TargetSources } from "./target-sources.ts";

/** The node that a config value stands for: a zen config, a view, plain data. */
export function nodeOfConfig(config: unknown): ConfigNode {
  const value = typeof config === "function" && configValue in config ? config[configValue] : config;
  const given = typeof value === "object" && value !== null ? unwrapValue(value) : value;
  if (isNode(given) && (given.context !== undefined || given.parent !== undefined)) return given;
  return createRoot(given, { flags: { allow_objects: true } });
}

/**
 * The function or class that a config is for (Z-GET-001): of `builds`, `just`, and configs read from YAML. A text is the name of a
 * target itself: `getTarget("./optim.ts:Adam")` (H-UTL-001).
 *
 * @throws {ZenError} when the config has no target.
 */
export async function getTarget(config: unknown, sources: TargetSources = {}): Promise<unknown> {
  const node = nodeOfConfig(typeof config === "string" ? { _target_: config } : config);
  if (!(node instanceof MapNode) || node.child("_target_") === undefined)
    throw invalid("getTarget()", "the config has no _target_");
  const field = fieldOfTarget(node);
  const context: TargetContext = contextFor(sources);
  return (await runSteps(targetAt(node, field), context)).value;
}

function fieldOfTarget(node: MapNode): string {
  const name = textAt(node, "_target_");
  if (isZenTarget(name)) return "_zen_target";
  return name === justTarget ? "path" : "_target_";
}

/** Whether a config instantiates to a partial application. Never throws (Z-GET-002). */
export function isPartialBuilds(config: unknown): boolean {
  return test(config, (node) => flagAt(node, "_partial_") || (usesZen(node) && flagAt(node, "_zen_partial")));
}

/** Whether a config has meta fields or wrappers. Never throws (Z-GET-003). */
export function usesZenProcessing(config: unknown): boolean {
  return test(config, usesZen);
}

/** Whether a config answers its value without calling it (Z-GET-004). */
export function isJust(config: unknown): boolean {
  return test(config, (node) => textAt(node, "_target_") === justTarget && node.child("path") !== undefined);
}

/** Whether a config has a target (Z-GET-004). */
export function isBuilds(config: unknown): boolean {
  return test(config, (node) => node.child("_target_") !== undefined);
}

function usesZen(node: MapNode): boolean {
  return textAt(node, "_target_") === zenTarget && node.child("_zen_target") !== undefined;
}

function test(config: unknown, holds: (node: MapNode) => boolean): boolean {
  try {
    const node = nodeOfConfig(config);
    return node instanceof MapNode && holds(node);
  } catch {
    return false;
  }
}

function textAt(node: MapNode, key: string): string | undefined {
  const child = node.child(key);
  const found = child === undefined ? undefined : dereference(child);
  return found?.kind === "str" && typeof found.value === "string" ? found.value : undefined;
}

function flagAt(node: MapNode, key: string): boolean {
  const child = node.child(key);
  const found = child === undefined ? undefined : dereference(child);
  return found?.kind === "bool" && found.value === true;
}
