import { copyNode } from "../config/copy.ts";
import { copyAlone, MapNode } from "../config/node.ts";

/** The app's own config: a copy without the hydra node, for the task to read and change (H-JOB-001, H-JOB-009). */
export function taskConfigOf(config: MapNode): MapNode {
  const copy = copyAlone(config);
  for (const child of config.children()) {
    if (child.key !== undefined && child.key !== "hydra") copy.appendChild(child.key, copyNode(child));
  }
  copy.context = config.context;
  // `${hydra.…}` in the app's config goes on meaning the run's own node.
  const hydra = config.child("hydra");
  copy.hidden = hydra instanceof MapNode ? hydra : undefined;
  return copy;
}

/** A config with nothing but the hydra node, as `hydra.yaml` has it. */
export function hydraConfigOf(config: MapNode): MapNode {
  const only = new MapNode();
  only.context = config.context;
  const hydra = config.child("hydra");
  if (hydra !== undefined) only.setChild("hydra", copyNode(hydra));
  return only;
}
