import { copyNode } from "../config/copy.ts";
import { type ConfigNode, fullKey, MapNode, ScalarNode } from "../config/node.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import type { CallbackEntry } from "./dispatch.ts";

/**
 * The callbacks of `hydra.callbacks`, in its order (H-CBK-001). `null` entries are left out; whatever else cannot become a
 * callback ends the run before any job.
 */
export async function createCallbacks(
  callbacks: ConfigNode | undefined,
  instantiate: (node: ConfigNode) => Promise<unknown>,
): Promise<CallbackEntry[]> {
  const entries: CallbackEntry[] = [];
  if (!(callbacks instanceof MapNode)) return entries;
  for (const node of callbacks.children()) {
    if (node.kind === "null") continue;
    const name = String(node.key);
    const { config, onError } = takeOnError(node);
    const callback = await instantiate(requireTarget(config));
    if (typeof callback !== "object" || callback === null) {
      throw invalid(node, "is not an object with hooks", "its target must be a class, or answer an object");
    }
    entries.push({ name, callback, onError });
  }
  return entries;
}

/** `on_error` speaks to us, not to the callback's constructor. */
function takeOnError(node: ConfigNode): { config: ConfigNode; onError: "warn" | "fail" } {
  const value = node instanceof MapNode ? node.child("on_error") : undefined;
  if (!(node instanceof MapNode) || !(value instanceof ScalarNode)) return { config: node, onError: "warn" };
  if (value.value !== "warn" && value.value !== "fail") return { config: node, onError: "warn" };
  const config = copyNode(node);
  config.removeChild("on_error");
  // A copy that stands at the old place: its `${…}` still see the whole config, and errors name the right key.
  config.parent = node.parent;
  config.key = node.key;
  return { config, onError: value.value };
}

function requireTarget(node: ConfigNode): ConfigNode {
  if (node instanceof MapNode && node.child("_target_") !== undefined) return node;
  throw invalid(
    node,
    "has no _target_",
    "say what it is: _target_: my_callbacks.ts:Upload; or remove it with ~",
  );
}

function invalid(node: ConfigNode, what: string, hint: string): ConfigCompositionException {
  const key = fullKey(node);
  return new ConfigCompositionException("CALLBACK_INVALID", `Callback '${key}' ${what}`, { key, hint });
}
