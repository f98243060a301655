import { InterpolationResolutionError } from "../errors/config-errors.ts";
import { type ConfigNode, type ContainerNode, fullKey } from "./node.ts";

/**
 * The containers that a walk through resolved values is inside of. Entering one of them again would never end (O-INT-006).
 * What counts is the place: a resolver makes a new container on every call, and always in the place of its reader.
 */
export class OpenContainers {
  readonly #places = new Map<ContainerNode, Set<unknown>>();

  /** @throws {InterpolationResolutionError} with the key of `reader`, through which the walk came back. */
  enter(container: ContainerNode, reader: ConfigNode): void {
    const [holder, key] = placeOf(container);
    const keys = this.#places.get(holder);
    if (keys === undefined) this.#places.set(holder, new Set([key]));
    else if (keys.has(key)) throw containsItself(reader);
    else keys.add(key);
  }

  has(container: ContainerNode): boolean {
    const [holder, key] = placeOf(container);
    return this.#places.get(holder)?.has(key) === true;
  }

  leave(container: ContainerNode): void {
    const [holder, key] = placeOf(container);
    const keys = this.#places.get(holder);
    keys?.delete(key);
    if (keys?.size === 0) this.#places.delete(holder);
  }
}

const root = Symbol("root");

function placeOf(container: ContainerNode): [ContainerNode, unknown] {
  return container.parent === undefined ? [container, root] : [container.parent, container.key];
}

function containsItself(reader: ConfigNode): InterpolationResolutionError {
  const key = fullKey(reader);
  return new InterpolationResolutionError(
    "INTERPOLATION_CYCLE",
    `Recursive interpolation detected: '${key}' leads back into what contains it`,
    { key },
  );
}
