import type { ConfigNode, ContainerNode } from "../node.ts";
import type { SelectOptions } from "../select-path.ts";

/** What a resolver may know of the place it is called from, and how it reads other values from there. */
export interface ResolverContext {
  /** The node whose value holds the interpolation. */
  readonly node: ConfigNode;
  /** The container that holds the node. */
  readonly parent: ContainerNode | undefined;
  readonly root: ConfigNode;
  /**
   * The node at a key path, interpolations followed: from the root, or with leading dots from the container of the value.
   * `undefined` if there is nothing.
   */
  select(key: string, options?: Omit<SelectOptions, "absolute">): ConfigNode | undefined;
  /** What a node finally stands for: itself unless it is an interpolation. */
  dereference(node: ConfigNode): ConfigNode;
  /** The value that a text would be as an argument of a resolver. */
  decode(text: string): unknown;
}

/** Arguments arrive in the raw domain of `create`, containers reached through `${...}` as nodes. */
export type ResolverFunction = (args: readonly unknown[], context: ResolverContext) => unknown;

export interface Resolver {
  readonly name: string;
  readonly call: ResolverFunction;
  /** Results are kept per root and argument text (O-RES-005). */
  readonly useCache: boolean;
}

/** The resolvers that a tree may call, by name. */
export class ResolverRegistry {
  readonly #resolvers = new Map<string, Resolver>();
  get(name: string): Resolver | undefined {
    return this.#resolvers.get(name);
  }
  names(): string[] {
    return [...this.#resolvers.keys()];
  }
  set(resolver: Resolver): void {
    this.#resolvers.set(resolver.name, resolver);
  }
  delete(name: string): boolean {
    return this.#resolvers.delete(name);
  }
  /** An independent registry with the same resolvers. */
  copy(): ResolverRegistry {
    const copy = new ResolverRegistry();
    for (const resolver of this.#resolvers.values()) copy.set(resolver);
    return copy;
  }
}
