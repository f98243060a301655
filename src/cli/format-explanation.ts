import type { ExplainedInput } from "./explain-inputs.ts";
import type { ExplainedStep } from "./explain-origin.ts";
import type { Explanation } from "./explain.ts";

/** The text of `--explain KEY`. */
export function formatExplanation({
  key,
  text,
  setBy,
  replaced,
  inputs = [],
  ...outcome
}: Explanation): string {
  return [
    `${key} = ${formatOutcome(outcome)}`,
    ...(text === undefined ? [] : [`  written as ${text}`]),
    ...(setBy === undefined ? [] : [`  set by ${formatStep(setBy)}`]),
    ...replaced.map((step) => `  replaced ${step.value} of ${formatStep(step)}`),
    ...inputs.flatMap((input) => inputLines(input, "  ")),
  ].join("\n");
}

function inputLines({ text, key, setBy, inputs = [], ...outcome }: ExplainedInput, indent: string): string[] {
  const origin = setBy === undefined ? "" : `, set by ${formatStep(setBy)}`;
  const verb = key === undefined ? "calls" : "reads";
  return [
    `${indent}${verb} ${text} = ${formatOutcome(outcome)}${origin}`,
    ...inputs.flatMap((input) => inputLines(input, `${indent}  `)),
  ];
}

function formatOutcome({ value, error }: { readonly value?: string; readonly error?: string }): string {
  return value ?? `<${error ?? "no value"}>`;
}

function formatStep({ by, at }: ExplainedStep): string {
  return at === undefined ? by : `${by} (${at})`;
}
