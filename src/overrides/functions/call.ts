import { OverrideParseException } from "../../errors/hydra-errors.ts";
import { didYouMean, joinWords } from "../../text/nearest.ts";
import type { Span } from "../../text/source.ts";
import { printValue } from "../print.ts";
import { kindOf, type OverrideValue, type ValueKind } from "../types.ts";
import {
  type BoundArguments,
  type FunctionArguments,
  type FunctionContext,
  FunctionError,
  type FunctionParameter,
  type OverrideFunction,
} from "./definition.ts";

/** Calls a function of the override language. Every failure points at the call (H-ERR-101). */
export function callFunction(
  name: string,
  given: FunctionArguments,
  context: FunctionContext,
  span: Span,
): OverrideValue {
  const definition = context.functions.find(name);
  if (definition === undefined) throw unknownFunction(name, context, span);
  try {
    return definition.call(bindArguments(definition, given), context);
  } catch (error) {
    if (error instanceof OverrideParseException) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new OverrideParseException("OVERRIDE_FUNCTION", `${name}(...) ${reason}`, {
      span,
      hint: error instanceof FunctionError ? error.hint : undefined,
      cause: error instanceof FunctionError ? undefined : error,
    });
  }
}

function unknownFunction(
  name: string,
  { functions }: FunctionContext,
  { source, start }: Span,
): OverrideParseException {
  const names = functions.names();
  return new OverrideParseException("OVERRIDE_FUNCTION", `There is no function '${name}'`, {
    span: { source, start, end: start + name.length },
    hint:
      didYouMean(name, names) ??
      `the functions are ${joinWords(names, "and")}; for a text with a ( in it use quotes`,
  });
}

/** Matches arguments to parameters: positional ones first, then those with a name (H-FUN-001). */
export function bindArguments(
  { name: functionName, parameters }: Pick<OverrideFunction, "name" | "parameters">,
  { positional, named }: FunctionArguments,
): BoundArguments {
  const values = new Map<string, OverrideValue>();
  const rest: OverrideValue[] = [];
  const slots = parameters.filter(({ namedOnly }) => namedOnly !== true);
  positional.forEach((value, index) => {
    const parameter = slots[index] ?? slots.at(-1);
    if (parameter === undefined || (index >= slots.length && parameter.rest !== true))
      throw new FunctionError(tooMany(slots.length), signature(functionName, parameters));
    checkKind(parameter, value);
    if (parameter.rest === true) rest.push(value);
    else values.set(parameter.name, value);
  });
  for (const [name, value] of named) {
    const parameter = parameters.find((candidate) => candidate.name === name && candidate.rest !== true);
    if (parameter === undefined) throw unknownParameter(name, functionName, parameters);
    if (values.has(name)) throw new FunctionError(`got two values for '${name}'`);
    checkKind(parameter, value);
    values.set(name, value);
  }
  const absent = parameters.find(
    ({ name, optional, rest: takesRest }) => optional !== true && takesRest !== true && !values.has(name),
  );
  if (absent !== undefined)
    throw new FunctionError(`needs a value for '${absent.name}'`, signature(functionName, parameters));
  return { rest, values };
}

function tooMany(count: number): string {
  return count === 0
    ? "takes no positional arguments"
    : `takes at most ${count} ${count === 1 ? "argument" : "arguments"}`;
}

function unknownParameter(
  name: string,
  functionName: string,
  parameters: readonly FunctionParameter[],
): FunctionError {
  const names = parameters.filter(({ rest }) => rest !== true).map((parameter) => parameter.name);
  return new FunctionError(
    `has no parameter '${name}'`,
    didYouMean(name, names) ?? signature(functionName, parameters),
  );
}

function checkKind({ name, kinds }: FunctionParameter, value: OverrideValue): void {
  const kind = kindOf(value);
  if (kinds === undefined || kinds.includes(kind)) return;
  const wanted = joinWords([...new Set(kinds.map((each) => kindWords[each]))], "or");
  throw new FunctionError(`takes ${wanted} for '${name}', not ${describeValue(value)}`);
}

const kindWords: Readonly<Record<ValueKind, string>> = {
  null: "null",
  bool: "a boolean",
  int: "an integer",
  float: "a float",
  str: "a text",
  list: "a list",
  map: "a mapping",
  choice: "a choice",
  range: "a range",
  interval: "an interval",
  glob: "a glob",
  "list-operation": "a list operation",
};

/** `the text 'a'`, `the integer 5`, `null`, `a list`. */
export function describeValue(value: OverrideValue): string {
  const kind = kindOf(value);
  const words = kindWords[kind];
  switch (kind) {
    case "null":
      return words;
    case "bool":
    case "int":
    case "float":
    case "str":
      return `${words.replace(/^an? /, "the ")} ${printValue(value)}`;
    default:
      return words;
  }
}

function signature(name: string, parameters: readonly FunctionParameter[]): string {
  const shown = parameters.map(({ name: parameter, rest, optional, namedOnly }) => {
    if (rest === true) return `...${parameter}`;
    const text = namedOnly === true ? `${parameter}=` : parameter;
    return optional === true ? `[${text}]` : text;
  });
  return `write ${name}(${shown.join(", ")})`;
}
