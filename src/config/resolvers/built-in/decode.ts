import type { Resolver } from "../registry.ts";
import { checkArgumentCount, textArgument } from "./arguments.ts";

/** `${oc.decode:text}`: the value that the text would be as an argument of a resolver (O-RES-021). */
export const decodeResolver: Resolver = {
  name: "oc.decode",
  useCache: false,
  call: (args, context) => {
    checkArgumentCount(args, 1, 1);
    const [value] = args;
    if (value === null) return null;
    return context.decode(textArgument(value, "What oc.decode reads"));
  },
};
