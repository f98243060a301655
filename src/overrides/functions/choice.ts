import { ChoiceSweep } from "../types.ts";
import { FunctionError, type OverrideFunction } from "./definition.ts";

/** `choice(a,b)` (H-FUN-010). */
export const choiceFunction: OverrideFunction = {
  name: "choice",
  parameters: [
    {
      name: "values",
      rest: true,
      kinds: ["str", "int", "float", "bool", "map", "list", "choice", "list-operation"],
    },
  ],
  call: ({ rest }) => {
    const [first] = rest;
    if (first === undefined) throw new FunctionError("needs at least one value");
    if (rest.length === 1 && first instanceof ChoiceSweep && first.simple) {
      return new ChoiceSweep(first.values, false, first);
    }
    if (rest.some((value) => value instanceof ChoiceSweep))
      throw new FunctionError("cannot hold another choice", "list all values in one choice(...)");
    return new ChoiceSweep(rest, false);
  },
};
