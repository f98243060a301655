import type { ConfigNode, ScalarNode } from "../node.ts";
import type { ResolverContext } from "../resolvers/registry.ts";

/** Where an interpolation is read. */
export interface Scope {
  /** The node whose value holds it: relative keys start at its container. */
  readonly reader: ConfigNode;
  /** The text that the offsets of the parsed form count in. */
  readonly text: string;
  /** What resolvers called from there are given. */
  readonly contextFor: (reader: ConfigNode) => ResolverContext;
}

/**
 * Steps of working out a value. Each node that is itself an interpolation is handed out, and comes back as what it stands for:
 * a chain of any length then costs memory and no stack (TS-6).
 */
export type Resolution<Result> = Generator<ScalarNode, Result, ConfigNode>;
