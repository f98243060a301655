import { InterpolationResolutionError } from "../../errors/config-errors.ts";
import { dereference } from "../interpolation/dereference.ts";
import { type ConfigNode, fullKey, isContainer, ScalarNode } from "../node.ts";

/** Says for every child what is written in its place. */
export interface ResolvedTree {
  enter(node: ConfigNode): ConfigNode;
  /** All items of a container were written. */
  leave(node: ConfigNode): void;
}

/** Interpolations stay as they are. */
export class VerbatimTree implements ResolvedTree {
  enter(node: ConfigNode): ConfigNode {
    return node;
  }
  leave(): void {}
}

/** Interpolations are replaced by what they point to. */
export class ExpandedTree implements ResolvedTree {
  /** Containers that are being written: an interpolation to one of them would never end. */
  readonly #open = new Set<ConfigNode>();

  enter(node: ConfigNode): ConfigNode {
    const target = dereference(node);
    if (target instanceof ScalarNode) return target;
    if (this.#open.has(target)) {
      throw new InterpolationResolutionError(
        "INTERPOLATION_CYCLE",
        "An interpolation points to a value that contains it",
        { key: fullKey(node), value: node instanceof ScalarNode ? node.value : undefined },
      );
    }
    this.#open.add(target);
    return target;
  }

  leave(node: ConfigNode): void {
    if (isContainer(node)) this.#open.delete(node);
  }
}
