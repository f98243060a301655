import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, fullKey, type MapNode } from "../config/node.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";
import { didYouMean } from "../text/nearest.ts";

const convertModes = ["none", "partial", "object", "all"] as const;
export type ConvertMode = (typeof convertModes)[number];

/** How the nodes below are treated. Children inherit it (H-INS-003, H-INS-004). */
export interface Mode {
  readonly recursive: boolean;
  readonly convert: ConvertMode;
}

export const defaultMode: Mode = { recursive: true, convert: "none" };

export const controlKeys: ReadonlySet<unknown> = new Set([
  "_target_",
  "_args_",
  "_recursive_",
  "_convert_",
  "_partial_",
]);

/** Keys of a map with a target that are no arguments of it. */
export const targetKeys: ReadonlySet<unknown> = new Set([...controlKeys, "_shared_"]);

/** The mode of a map: its own settings over the inherited ones. */
export function modeOf(node: MapNode, inherited: Mode): Mode {
  const recursive = booleanSetting(node, "_recursive_");
  const convert = convertSetting(node);
  if (recursive === undefined && convert === undefined) return inherited;
  return { recursive: recursive ?? inherited.recursive, convert: convert ?? inherited.convert };
}

/** `_partial_` speaks of its own node only (H-INS-005). */
export function isPartial(node: MapNode): boolean {
  return booleanSetting(node, "_partial_") ?? false;
}

/** All that refer to a shared node get the same instance, within one call of instantiate. */
export function isShared(node: MapNode): boolean {
  return booleanSetting(node, "_shared_") ?? false;
}

function booleanSetting(node: MapNode, name: string): boolean | undefined {
  const child = node.childNamed(name);
  if (child === undefined) return undefined;
  const found = dereference(child);
  if (found.kind === "bool") return found.value === true;
  throw new InstantiationException("INSTANTIATE_INVALID", `'${name}' must be true or false`, {
    key: fullKey(child),
  });
}

function convertSetting(node: MapNode): ConvertMode | undefined {
  const child = node.childNamed("_convert_");
  return child === undefined ? undefined : convertMode(child);
}

function convertMode(child: ConfigNode): ConvertMode {
  const found = dereference(child);
  const text = "value" in found && typeof found.value === "string" ? found.value : found.kind;
  const mode = convertModes.find((known) => known === text.toLowerCase());
  if (mode !== undefined) return mode;
  throw new InstantiationException("INSTANTIATE_INVALID", `'_convert_' has no mode '${text}'`, {
    key: fullKey(child),
    hint: didYouMean(text, convertModes) ?? `write one of ${convertModes.join(", ")}`,
  });
}
