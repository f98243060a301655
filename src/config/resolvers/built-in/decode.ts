import { parseSingleElement } from "../../interpolation/parse.ts";
import { resolveElement } from "../../interpolation/dereference.ts";
import type { Resolver } from "../registry.ts";
import { checkArgumentCount, textArgument } from "./arguments.ts";

/** `${oc.decode:text}`: the value that the text would be as an argument of a resolver (O-RES-021). */
export const decodeResolver: Resolver = {
  name: "oc.decode",
  useCache: false,
  call: (args, { node }) => {
    checkArgumentCount(args, 1, 1);
    const [value] = args;
    if (value === null) return null;
    const text = textArgument(value, "What oc.decode reads");
    return resolveElement(parseSingleElement(text), node, text);
  },
};
