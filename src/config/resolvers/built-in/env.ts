import { ConfigKeyError } from "../../../errors/config-errors.ts";
import { didYouMean } from "../../../text/nearest.ts";
import { isContainer, isNode } from "../../node.ts";
import { pythonStr } from "../../python-text.ts";
import type { Resolver } from "../registry.ts";
import { checkArgumentCount, textArgument } from "./arguments.ts";

/**
 * `${oc.env:NAME}` and `${oc.env:NAME,default}`: the variable's text, empty included. A default that is a single value becomes
 * text as well, except null; lists and mappings stay what they are (O-RES-020).
 */
export const envResolver: Resolver = {
  name: "oc.env",
  useCache: false,
  call: (args) => {
    checkArgumentCount(args, 1, 2);
    const name = textArgument(args[0], "The name of an environment variable");
    // process.env has a prototype, and what that holds is no variable.
    const value = Object.hasOwn(process.env, name) ? process.env[name] : undefined;
    if (value !== undefined) return value;
    if (args.length === 2) return asText(args[1]);
    throw new ConfigKeyError("ENV_MISSING", `Environment variable '${name}' not found`, {
      hint:
        didYouMean(name, Object.keys(process.env)) ?? `set it, or give a default: \${oc.env:${name},default}`,
    });
  },
};

function asText(value: unknown): unknown {
  if (value === null || Array.isArray(value) || value instanceof Map) return value;
  return isNode(value) && isContainer(value) ? value : pythonStr(value);
}
