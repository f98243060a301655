import type { ConfigNode, FlagName, Flags } from "./node.ts";

/** Sets a node's own flag; `undefined` makes it inherit again (O-FLG-001). */
export function setFlag(node: ConfigNode, name: FlagName, value: boolean | undefined): void {
  const flags = { ...node.flags };
  if (value === undefined) delete flags[name];
  else flags[name] = value;
  node.flags = Object.keys(flags).length === 0 ? undefined : flags;
}

/** Calls a function while a node has other flags of its own. The flags it had come back in any case (O-FLG-002). */
export function withFlags<T>(node: ConfigNode, flags: FlagChanges, use: () => T): T {
  const before = node.flags;
  for (const name of flagNames) if (name in flags) setFlag(node, name, flags[name]);
  try {
    return use();
  } finally {
    node.flags = before;
  }
}

/** New own values of some flags; a flag that is given as `undefined` inherits. */
export type FlagChanges = { readonly [Name in keyof Flags]?: boolean | undefined };

const flagNames: readonly FlagName[] = ["struct", "readonly", "allow_objects"];
