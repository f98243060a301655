import { ValidationError } from "../../../errors/config-errors.ts";
import { type ConfigNode, isNode } from "../../node.ts";
import { computedOrigin } from "../../origin.ts";
import { describeValue, rawKind } from "../../raw-value.ts";
import { TreeBuilder } from "../../tree-builder.ts";
import { anyType } from "../../types.ts";
import { configFromText } from "../../yaml/load-config.ts";
import type { Resolver } from "../registry.ts";
import { checkArgumentCount } from "./arguments.ts";

/**
 * `${oc.create:x}`: a config made of a YAML text, list or mapping, in the place of the reader. Interpolations in it are alive
 * (O-RES-022).
 */
export const createResolver: Resolver = {
  name: "oc.create",
  useCache: false,
  call: (args) => {
    checkArgumentCount(args, 1, 1);
    return args[0] === null ? null : createConfig(args[0]);
  },
};

function createConfig(value: unknown): ConfigNode {
  if (typeof value === "string") {
    const config = configFromText(value);
    config.context = undefined;
    return config;
  }
  const kind = rawKind(value);
  if (kind === "list" || kind === "map" || isNode(value))
    return new TreeBuilder({ origin: computedOrigin }).build(value, anyType);
  throw new ValidationError(
    "VALUE_UNSUPPORTED",
    `oc.create makes configs of text, lists and mappings, not of ${describeValue(value)}`,
  );
}
