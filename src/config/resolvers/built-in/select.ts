import { rawOfScalar } from "../../convert.ts";
import { isContainer } from "../../node.ts";
import type { Resolver } from "../registry.ts";
import { checkArgumentCount, textArgument } from "./arguments.ts";

/**
 * `${oc.select:key}` and `${oc.select:key,default}`: like `${key}`, but what is absent or has no value yet gives the default,
 * or null (O-RES-023).
 */
export const selectResolver: Resolver = {
  name: "oc.select",
  useCache: false,
  call: (args, context) => {
    checkArgumentCount(args, 1, 2);
    const key = textArgument(args[0], "The key that oc.select looks up");
    const found = context.select(key);
    if (found === undefined || found.kind === "missing") return args[1] ?? null;
    return isContainer(found) ? found : rawOfScalar(found);
  },
};
