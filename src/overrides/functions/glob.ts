import { GlobSweep, isListValue, type OverrideValue, QuotedString } from "../types.ts";
import { FunctionError, type OverrideFunction } from "./definition.ts";

/** `glob(include, exclude)`: patterns or lists of patterns (H-FUN-013). */
export const globFunction: OverrideFunction = {
  name: "glob",
  parameters: [
    { name: "include", kinds: ["str", "list"] },
    { name: "exclude", kinds: ["str", "list"], optional: true },
  ],
  call: ({ values }) => new GlobSweep(patterns(values.get("include")), patterns(values.get("exclude"))),
};

function patterns(value: OverrideValue | undefined): string[] {
  if (value === undefined) return [];
  return (isListValue(value) ? value : [value]).map((pattern) => {
    if (pattern instanceof QuotedString) return pattern.text;
    if (typeof pattern === "string") return pattern;
    throw new FunctionError("takes texts as patterns", "put a pattern that looks like a number in quotes");
  });
}
