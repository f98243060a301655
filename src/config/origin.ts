import type { Source } from "../text/source.ts";

/**
 * Where a value came from (design D2). One object serves all nodes that one act put into the tree: all nodes of one loaded
 * file share one origin, so a node pays one pointer. The line of a value in its file is found only when it is asked for, from
 * the node's full key below `at`.
 */
export type Origin =
  | {
      readonly kind: "yaml";
      readonly source: Source;
      /** Key path in the tree at which the text's root was placed, `""` for the root. */
      readonly at: string;
      /** Config path such as `db/mysql`, when it was found by name. */
      readonly config?: string;
    }
  | {
      readonly kind: "override";
      /** The argument as typed. */
      readonly source: Source;
      /** Offsets of the value in it. */
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: "store"; readonly config: string; readonly stack?: string }
  | { readonly kind: "schema"; readonly name: string }
  | {
      readonly kind: "code";
      readonly label?: string;
      /** For a `_target_` that code wrote: the function itself, so that its name need not be looked up again. */
      readonly target?: unknown;
    }
  | { readonly kind: "engine"; readonly label: string };

/** A value that was replaced, kept for `--explain`: newest first. */
export interface Shadowed {
  readonly origin: Origin;
  /** The replaced value as text. */
  readonly text: string;
  readonly previous: Shadowed | undefined;
}

export const codeOrigin: Origin = { kind: "code" };

/** What an interpolation gave may hold text from anywhere: a `_target_` in it is trusted no more than one in a file (design D5). */
export const computedOrigin: Origin = { kind: "engine", label: "an interpolation" };

/** The origin of what an interpolation of this origin gave: where it is written in a text, but never code itself. */
export function resultOrigin(reader: Origin): Origin {
  return reader.kind === "yaml" || reader.kind === "override" ? reader : computedOrigin;
}
