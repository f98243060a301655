import type { MapNode } from "../config/node.ts";

/**
 * A config that ships together with everything that its defaults list includes, as it is when nobody chooses or stores anything else.
 * Making it costs less than composing it; what comes out is the same.
 */
export interface StandingConfig {
  /** Options by override key, in the order of discovery (H-DEF-045). */
  readonly choices: ReadonlyMap<string, string | null>;
  /** The configs merged. Each call makes a new one, parts of which are made when somebody asks for them. */
  readonly make: () => MapNode;
}
