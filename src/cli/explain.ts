import { dereference } from "../config/interpolation/dereference.ts";
import { childByText, splitKeyPath } from "../config/key-path.ts";
import { type ConfigNode, formatKey, isContainer, type MapNode } from "../config/node.ts";
import { placeAt } from "../config/place.ts";
import { snippet } from "../config/shadow.ts";
import { ConfigKeyError } from "../errors/config-errors.ts";
import { didYouMean } from "../text/nearest.ts";
import { type ExplainedInput, explainInputs, outcomeOf } from "./explain-inputs.ts";
import { type ExplainedStep, explainOrigin } from "./explain-origin.ts";

/** What `--explain KEY` tells, as `--format json` prints it. */
export interface Explanation {
  readonly key: string;
  /** What the key holds in the end: interpolations are followed. */
  readonly value?: string;
  /** Why there is no value. */
  readonly error?: string;
  /** What is written there, when it is an interpolation. */
  readonly text?: string;
  readonly setBy?: ExplainedStep;
  /** What was there before, newest first. */
  readonly replaced: readonly ExplainedStep[];
  /** What an interpolated value is made of. */
  readonly inputs?: readonly ExplainedInput[];
}

/**
 * Where a value comes from, what it replaced, and what it is made of (design D2).
 *
 * @throws {ConfigKeyError} code `KEY_NOT_FOUND`.
 */
export function explain(config: MapNode, key: string): Explanation {
  const node = find(config, key);
  const { setBy, replaced } = explainOrigin(node);
  return {
    key,
    ...outcomeOf(() => dereference(node)),
    ...(node.kind === "interpolation" ? { text: snippet(node) } : {}),
    ...(setBy === undefined ? {} : { setBy }),
    replaced,
    ...(node.kind === "interpolation" ? { inputs: explainInputs(node) } : {}),
  };
}

function find(config: MapNode, key: string): ConfigNode {
  let at: ConfigNode = config;
  for (const step of splitKeyPath(key)) {
    // Keys behind an interpolation are those of what it points to.
    const container = dereference(at);
    const child = isContainer(container) ? childByText(container, step, placeAt(key)) : undefined;
    if (child === undefined) {
      const known = isContainer(container)
        ? [...container.children()].map((node) => formatKey(node.key))
        : [];
      throw new ConfigKeyError("KEY_NOT_FOUND", `There is no '${key}' in the config`, {
        key,
        hint: didYouMean(step, known) ?? "--cfg all shows what there is",
      });
    }
    at = child;
  }
  return at;
}
