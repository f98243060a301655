import { instantiateNode, instantiateNodeSync } from "../instantiate/instantiate.ts";
import type { Callable } from "../targets/target.ts";
import type { ConfigFor } from "./config-types.ts";
import { nodeOfConfig } from "./inspect.ts";
import { taskTargets } from "./task-targets.ts";
import { contextFor, type TargetSources } from "./target-sources.ts";

export interface InstantiateOptions extends TargetSources {
  /** Replaces `_args_` as a whole. */
  readonly args?: readonly unknown[] | undefined;
  /** Values over those of the config; nested mappings merge into nested targets (H-INS-014). */
  readonly overrides?: Readonly<Record<string, unknown>> | undefined;
  /** Every target that is met is called as `wrapTarget(target)` (Z-INST-002). */
  readonly wrapTarget?: ((target: Callable) => unknown) | undefined;
}

/**
 * What a config stands for: calls the targets in it, innermost first, one after another, and waits for promises.
 *
 * @throws {InstantiationException} with the key of the node and the original error as cause.
 * @example
 * class Model {
 *   constructor({ layers = 1 }: { layers?: number } = {}) {}
 * }
 * const model = await instantiate(builds(Model, { layers: 2 }), { overrides: { layers: 3 } });
 */
export async function instantiate<T>(config: ConfigFor<T>, options?: InstantiateOptions): Promise<T>;
export async function instantiate(config: unknown, options?: InstantiateOptions): Promise<unknown>;
export async function instantiate(config: unknown, options: InstantiateOptions = {}): Promise<unknown> {
  return instantiateNode(nodeOfConfig(config), { ...options, targets: contextFor(options, taskTargets) });
}

/** {@link instantiate} when every target is registered or loaded, and none answers a promise. */
export function instantiateSync<T>(config: ConfigFor<T>, options?: InstantiateOptions): T;
export function instantiateSync(config: unknown, options?: InstantiateOptions): unknown;
export function instantiateSync(config: unknown, options: InstantiateOptions = {}): unknown {
  return instantiateNodeSync(nodeOfConfig(config), { ...options, targets: contextFor(options, taskTargets) });
}
