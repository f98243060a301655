import { ZenError } from "../errors/hydra-errors.ts";
import { ScalarNode } from "../config/node.ts";
import { conflict, ownName, type TargetRegistry } from "../targets/registry.ts";
import type { Callable } from "../targets/target.ts";

/** Functions and classes that a config refers to, by the names it uses for them. */
export type LiveTargets = ReadonlyMap<string, Callable>;

/** @throws {ZenError} code `TARGET_CONFLICT`, when two sets use one name for different targets (design D5). */
export function joinTargets(...sets: readonly LiveTargets[]): LiveTargets {
  const joined = new Map<string, Callable>();
  for (const set of sets) {
    for (const [name, value] of set) {
      const known = joined.get(name);
      if (known !== undefined && known !== value) throw conflict(name);
      joined.set(name, value);
    }
  }
  return joined;
}

/** The name that a config gives to a target: the given one, or the target's own. */
export function targetName(value: Callable, given: string | undefined, where: string): string {
  const name = given ?? ownName(value);
  if (name !== undefined) return name;
  throw new ZenError("BUILD_INVALID", `${where}: the function has no name`, {
    hint: "give one: { name: 'my_app.make' }, or write the function as a constant or declaration",
  });
}

/** The name of a target as a node; the target itself travels with it, so it need not be looked up in this process. */
export function targetNode(name: string, value: Callable): ScalarNode {
  const node = new ScalarNode("str", name);
  node.origin = { kind: "code", target: value };
  return node;
}

export function registerAll(registry: TargetRegistry, targets: LiveTargets): void {
  for (const [name, value] of targets) registry.register(name, value);
}
