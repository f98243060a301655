import { isSweepValue, ListOperation, type ListOperationName, type ListValue } from "../types.ts";
import { FunctionError, type OverrideFunction } from "./definition.ts";

/** `extend_list(...)` of Hydra 1.4 (H-FUN-019), and `append`, `prepend`, `insert` and `remove` beside it. */
export const listOperationFunctions: readonly OverrideFunction[] = [
  itemsFunction("extend_list"),
  itemsFunction("append"),
  itemsFunction("prepend"),
  itemsFunction("remove"),
  {
    name: "insert",
    parameters: [
      { name: "index", kinds: ["int"] },
      { name: "items", rest: true },
    ],
    call: ({ rest, values }) => {
      const index = values.get("index");
      if (typeof index !== "number") throw new FunctionError("needs a position that a list can have");
      return new ListOperation("insert", plainItems(rest), index);
    },
  },
];

function itemsFunction(name: ListOperationName): OverrideFunction {
  return {
    name,
    parameters: [{ name: "items", rest: true }],
    call: ({ rest }) => new ListOperation(name, plainItems(rest)),
  };
}

function plainItems(items: ListValue): ListValue {
  if (items.length === 0) throw new FunctionError("needs at least one item");
  if (items.some(isSweepValue)) {
    throw new FunctionError("cannot hold a sweep", "sweep over the whole value: key=append(a),append(b)");
  }
  return items;
}
