import type { Key } from "../keys.ts";
import { type ConfigNode, type ContainerNode, copyAlone, isContainer, MapNode } from "../node.ts";
import { OpenContainers } from "../open-containers.ts";

interface Frame {
  readonly source: ContainerNode;
  readonly copy: ContainerNode;
  readonly children: Iterator<ConfigNode>;
}

/**
 * A copy without parent in which no interpolation is left: it can stand anywhere. Mandatory values without a value stay what
 * they are.
 *
 * @throws {InterpolationResolutionError} also when containers lead back into each other.
 */
export function copyResolved(node: ConfigNode, dereference: (node: ConfigNode) => ConfigNode): ConfigNode {
  const open = new OpenContainers();
  const frames: Frame[] = [];
  const copyOf = (reader: ConfigNode): ConfigNode => {
    const source = dereference(reader);
    const copy = copyAlone(source);
    if (isContainer(source) && isContainer(copy)) {
      open.enter(source, reader);
      frames.push({ source, copy, children: source.children() });
    }
    return copy;
  };
  const result = copyOf(node);
  result.context = undefined;
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const step = frame.children.next();
    if (step.done === true) {
      open.leave(frame.source);
      frames.pop();
    } else add(frame.copy, step.value, copyOf(step.value));
  }
  return result;
}

function add(container: ContainerNode, original: ConfigNode, copy: ConfigNode): void {
  if (container instanceof MapNode) container.setChild(original.key as Key, copy);
  else container.push(copy);
}
