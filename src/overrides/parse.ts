import { OverrideParseException } from "../errors/hydra-errors.ts";
import { Source } from "../text/source.ts";
import type { FunctionContext } from "./functions/definition.ts";
import { defaultFunctions, type FunctionRegistry } from "./functions/registry.ts";
import { isZipArgument } from "./is-zip-argument.ts";
import { type ParsedKey, parseKey } from "./key.ts";
import { ListOperation, type Override, type OverrideType, type OverrideValue } from "./types.ts";
import { parseValue } from "./value-parser.ts";
import { parseZipArgument } from "./zip-argument.ts";

export interface ParseOptions {
  /** Functions that values may call. @defaultValue the built-in ones */
  readonly functions?: FunctionRegistry | undefined;
  /** Where the text comes from, for errors. Its text must be the override's. @defaultValue named `command line` */
  readonly source?: Source | undefined;
  /** Source of randomness for `shuffle([...])`: numbers in [0, 1). @defaultValue `Math.random` */
  readonly random?: (() => number) | undefined;
}

/**
 * Parses one argument of the override language (H-OVR). Nothing is looked up: whether the key exists is not known here.
 *
 * @throws {OverrideParseException} with the place in the argument.
 * @example
 * const override = parseOverride("+model.lr=0.1");
 * console.log(override.type, override.key, printOverride(override)); // add model.lr +model.lr=0.1
 */
export function parseOverride(text: string, options: ParseOptions = {}): Override {
  const source = options.source ?? new Source("command line", text);
  if (isZipArgument(text)) throw severalOverrides(source);
  const equals = text.indexOf("=");
  const key = parseKey(source, equals === -1 ? text.length : equals);
  if (equals === -1) return withoutValue(key, source);
  return withValue(key, parseValue(source, equals + 1, functionContext(options)), source, equals + 1);
}

/** The overrides of one argument: one, or one for each key of `zip(a=choice(1,2),b=choice(x,y))`. */
function parseArgument(text: string, options: Omit<ParseOptions, "source">): Override[] {
  if (!isZipArgument(text)) return [parseOverride(text, options)];
  return parseZipArgument(new Source("command line", text), functionContext(options));
}

function functionContext({ functions, random = Math.random }: ParseOptions): FunctionContext {
  return functions === undefined ? new BuiltInFunctions(random) : { functions, random };
}

/** Most values call no function, and the registry is made for those that do. */
class BuiltInFunctions implements FunctionContext {
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }
  get functions(): FunctionContext["functions"] {
    return defaultFunctions();
  }
}

/**
 * Parses all arguments of a command line. An argument `zip(a=…,b=…)` is an override for each of its keys.
 *
 * @throws {OverrideParseException} one error that lists every argument that cannot be parsed (H-OVR-017).
 * @example
 * const overrides = parseOverrides(["db=mysql", "x=1,2"]);
 */
export function parseOverrides(
  texts: readonly string[],
  options: Omit<ParseOptions, "source"> = {},
): Override[] {
  const overrides: Override[] = [];
  const errors: OverrideParseException[] = [];
  for (const text of texts) {
    try {
      overrides.push(...parseArgument(text, options));
    } catch (error) {
      if (!(error instanceof OverrideParseException)) throw error;
      errors.push(error);
    }
  }
  const [first] = errors;
  if (first === undefined) return overrides;
  if (errors.length === 1) throw first;
  throw new OverrideParseException(
    first.code,
    `${errors.length} of ${texts.length} overrides cannot be parsed`,
    { together: errors },
  );
}

function severalOverrides(source: Source): OverrideParseException {
  return new OverrideParseException("OVERRIDE_SYNTAX", "zip(key=…,key=…) stands for several overrides", {
    span: { source, start: 0, end: source.text.length },
    hint: "mark each of them here: key=zip(a,b)",
  });
}

function withoutValue(key: ParsedKey, source: Source): Override {
  if (key.type !== "delete") {
    throw new OverrideParseException("OVERRIDE_SYNTAX", "An override needs '=' and a value", {
      span: key.span,
      hint: `write ${source.text}=value, or ~${source.text.slice(key.span.start)} to delete the key`,
    });
  }
  return {
    type: key.type,
    key: key.key,
    package: key.package,
    value: undefined,
    text: source.text,
    source,
    keySpan: key.span,
    valueSpan: undefined,
  };
}

function withValue(key: ParsedKey, value: OverrideValue, source: Source, start: number): Override {
  const operation = value instanceof ListOperation ? value : undefined;
  if (operation !== undefined && key.type !== "change") {
    throw new OverrideParseException(
      "OVERRIDE_SYNTAX",
      `${operation.name}(...) changes a list that is there already`,
      {
        span: { source, start, end: source.text.length },
        hint: `drop the prefix: ${source.text.slice(key.span.start)}`,
      },
    );
  }
  return {
    type: operation === undefined ? key.type : operationType(operation),
    key: key.key,
    package: key.package,
    value: operation?.name === "extend_list" ? operation.items : value,
    text: source.text,
    source,
    keySpan: key.span,
    valueSpan: { source, start, end: source.text.length },
  };
}

export function operationType({ name }: ListOperation): OverrideType {
  return name === "extend_list" ? "extend-list" : "list-operation";
}
