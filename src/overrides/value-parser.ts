import { Float } from "../config/scalar.ts";
import type { ErrorCode } from "../errors/codes.ts";
import { OverrideParseException } from "../errors/hydra-errors.ts";
import type { Source } from "../text/source.ts";
import { callFunction } from "./functions/call.ts";
import type { FunctionArguments, FunctionContext } from "./functions/definition.ts";
import { type Place, rememberPlaces } from "./element-places.ts";
import { tokenizeValue } from "./lexer.ts";
import { plainValue, unquote } from "./primitive.ts";
import { describeToken, isAtom, type Token, type TokenType } from "./tokens.ts";
import {
  ChoiceSweep,
  isSweepValue,
  type MapEntry,
  type MapKey,
  MapValue,
  type OverrideValue,
  QuotedString,
} from "./types.ts";

/** How deep lists, mappings and calls may nest: the parser and all that walk its values do so on the call stack. */
const maxDepth = 500;

const endToken: Token = { type: "end", start: 0, end: 0 };

/** Reads the value of an override from an offset on, up to `to` or the end; functions are called as they are read. */
export function parseValue(
  source: Source,
  from: number,
  context: FunctionContext,
  to?: number,
): OverrideValue {
  const parser = new ValueParser(source, from, context, to);
  const value = parser.whole();
  if (value instanceof ChoiceSweep && parser.places !== undefined) rememberPlaces(value, parser.places);
  return value;
}

class ValueParser {
  readonly #source: Source;
  readonly #text: string;
  readonly #context: FunctionContext;
  readonly #tokens: readonly Token[];
  /** Where elements and arguments stand, by value; the first of equal ones. */
  places: Map<OverrideValue, Place> | undefined = undefined;
  #index = 0;
  #depth = 0;

  constructor(source: Source, from: number, context: FunctionContext, to: number | undefined) {
    this.#source = source;
    this.#text = source.text;
    this.#context = context;
    this.#tokens = tokenizeValue(source, from, to);
  }

  /** `value EOF`. Nothing at all, or only blanks, is the empty text (H-OVR-003). */
  whole(): OverrideValue {
    this.#skipBlank();
    if (this.#peek().type === "end") return "";
    const start = this.#peek();
    const first = this.#element();
    if (this.#peek().type !== ",") {
      this.#finish("',' or the end of the argument");
      return first;
    }
    this.#rejectNestedSweep(first, start);
    this.#note(first, start);
    return this.#simpleChoice(first);
  }

  #simpleChoice(first: OverrideValue): OverrideValue {
    const values = [first];
    while (this.#peek().type === ",") {
      this.#index++;
      const start = this.#peek();
      const value = this.#nested();
      this.#note(value, start);
      values.push(value);
    }
    this.#finish("',' or the end of the argument");
    return new ChoiceSweep(values, true);
  }

  #note(value: OverrideValue, { start }: Token): void {
    const text = this.#text.slice(start, this.#tokens[this.#index - 1]?.end ?? start);
    const from = start + (text.length - text.trimStart().length);
    this.places ??= new Map();
    if (!this.places.has(value)) this.places.set(value, { start: from, end: from + text.trim().length });
  }

  #finish(expected: string): void {
    this.#skipBlank();
    if (this.#peek().type !== "end") throw this.#unexpected(this.#peek(), expected);
  }

  /** An element of a list, mapping or comma form, where sweeps cannot stand (H-OVR-016). */
  #nested(): OverrideValue {
    const start = this.#peek();
    const value = this.#element();
    this.#rejectNestedSweep(value, start);
    return value;
  }

  #rejectNestedSweep(value: OverrideValue, { start }: Token): void {
    if (!isSweepValue(value)) return;
    const end = this.#tokens[this.#index - 1]?.end ?? start + 1;
    throw this.#error("OVERRIDE_SYNTAX", "A sweep cannot stand inside another value", start, end, {
      hint: "let the whole value be swept: key=choice([a,c],[b,c])",
    });
  }

  #element(): OverrideValue {
    const token = this.#peek();
    if (this.#depth >= maxDepth) {
      throw this.#error(
        "OVERRIDE_SYNTAX",
        `More than ${maxDepth} levels of nesting`,
        token.start,
        token.end,
        {
          hint: "give the value in a config file, which may nest deeper",
        },
      );
    }
    this.#depth++;
    const value = this.#elementAt(token);
    this.#depth--;
    return value;
  }

  #elementAt(token: Token): OverrideValue {
    switch (token.type) {
      case "[":
        return this.#list();
      case "{":
        return this.#map();
      case "quoted":
        this.#index++;
        return unquote(this.#text.slice(token.start, token.end));
      case "id":
        if (this.#tokens[this.#index + 1]?.type === "(") return this.#call();
        break;
    }
    return this.#plain(isAtom, "a value");
  }

  /** A run of atoms: plain text, number, boolean or null. One blank token at either end is dropped (H-OVR-005). */
  #plain(accepts: (type: TokenType) => boolean, expected: string): MapKey {
    const from = this.#index;
    while (accepts(this.#peek().type)) this.#index++;
    const first = this.#tokens[from];
    if (this.#index === from || first === undefined) throw this.#unexpected(this.#peek(), expected);
    let start = from;
    let end = this.#index;
    if (first.type === "blank") start++;
    if (end > start && this.#tokens[end - 1]?.type === "blank") end--;
    if (start === end) throw this.#unexpected(this.#peek(), expected);
    const atoms = this.#tokens.slice(start, end);
    this.#rejectLineBreaks(atoms);
    return plainValue(this.#text, atoms);
  }

  #rejectLineBreaks(atoms: readonly Token[]): void {
    for (const { type, start, end } of atoms) {
      if (type !== "blank" && type !== ":") continue;
      if (!/[\r\n]/.test(this.#text.slice(start, end))) continue;
      throw this.#error("OVERRIDE_SYNTAX", "A plain value cannot run over a line break", start, start + 1, {
        hint: "put the value in quotes, or a comma between two values",
      });
    }
  }

  #list(): OverrideValue {
    const items: OverrideValue[] = [];
    this.#index++;
    if (this.#take("]")) return items;
    do items.push(this.#nested());
    while (this.#take(","));
    this.#expect("]", "',' or ']'");
    return items;
  }

  #map(): OverrideValue {
    const entries = new Map<unknown, MapEntry>();
    this.#index++;
    if (this.#take("}")) return new MapValue([]);
    do {
      const key = this.#plain(isKeyAtom, "a key");
      this.#expect(":", "':' and a value");
      const identity = mapKeyIdentity(key);
      entries.set(identity, [entries.get(identity)?.[0] ?? key, this.#nested()]);
    } while (this.#take(","));
    this.#expect("}", "',' or '}'");
    return new MapValue([...entries.values()]);
  }

  #call(): OverrideValue {
    const name = this.#peek();
    this.#index += 2;
    const given: FunctionArguments = { positional: [], named: new Map() };
    if (!this.#take(")")) {
      do this.#argument(given);
      while (this.#take(","));
      this.#expect(")", "',' or ')'");
    }
    const end = this.#tokens[this.#index - 1]?.end ?? name.end;
    return callFunction(this.#text.slice(name.start, name.end), given, this.#context, {
      source: this.#source,
      start: name.start,
      end,
    });
  }

  #argument({ positional, named }: FunctionArguments): void {
    const token = this.#peek();
    if (token.type === "id" && this.#tokens[this.#index + 1]?.type === "=") {
      this.#index += 2;
      named.set(this.#text.slice(token.start, token.end), withoutQuotes(this.#element()));
      return;
    }
    const value = this.#element();
    if (named.size > 0) {
      const end = this.#tokens[this.#index - 1]?.end ?? token.end;
      throw this.#error(
        "OVERRIDE_SYNTAX",
        "An argument without a name stands behind a named one",
        token.start,
        end,
        {
          hint: "put the arguments without a name first",
        },
      );
    }
    const argument = withoutQuotes(value);
    this.#note(argument, token);
    positional.push(argument);
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? endToken;
  }

  #take(type: TokenType): boolean {
    if (this.#peek().type !== type) return false;
    this.#index++;
    return true;
  }

  #skipBlank(): void {
    this.#take("blank");
  }

  #expect(type: TokenType, expected: string): void {
    if (!this.#take(type)) throw this.#unexpected(this.#peek(), expected);
  }

  #unexpected(token: Token, expected: string): OverrideParseException {
    const lead = this.#text.slice(token.start, token.end).search(/\S/);
    const start = token.start + Math.max(0, lead);
    const summary = `Expected ${expected}, found ${describeToken(this.#text, token)}`;
    const end = token.type === "blank" ? token.end : Math.max(start + 1, token.end);
    return this.#error("OVERRIDE_SYNTAX", summary, start, end, { hint: hintFor(token.type) });
  }

  #error(
    code: ErrorCode,
    summary: string,
    start: number,
    end: number,
    facts: { hint: string | undefined },
  ): OverrideParseException {
    return new OverrideParseException(code, summary, {
      ...facts,
      span: { source: this.#source, start, end },
    });
  }
}

function hintFor(type: TokenType): string | undefined {
  switch (type) {
    case "=":
    case "(":
    case ")":
    case "[":
    case "]":
    case "{":
    case "}":
      return `a ${type} that belongs to a text stands in quotes or behind \\`;
    case "quoted":
      return "a value is quoted as a whole or not at all";
    case ",":
      return "a comma stands between two values";
    default:
      return undefined;
  }
}

function isKeyAtom(type: TokenType): boolean {
  return type !== ":" && type !== "interpolation" && isAtom(type);
}

function withoutQuotes(value: OverrideValue): OverrideValue {
  return value instanceof QuotedString ? value.text : value;
}

/** Keys that are equal as numbers are one key; text never equals a number (H-OVR-013). */
function mapKeyIdentity(key: MapKey): unknown {
  if (key instanceof Float) return key.value;
  if (typeof key === "boolean") return key ? 1 : 0;
  return key;
}
