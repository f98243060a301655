import type { Source } from "../../text/source.ts";
import { conditionError, type Token, tokenizeCondition } from "./tokens.ts";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";
export type Arithmetic = "+" | "-" | "*" | "/" | "%";

interface Placed {
  readonly start: number;
  readonly end: number;
}
/** A condition, parsed. Nothing is looked up yet. */
export type Condition = Placed &
  (
    | { readonly kind: "value"; readonly value: boolean | null | number | string }
    | { readonly kind: "word"; readonly word: string }
    | { readonly kind: "list"; readonly items: readonly Condition[] }
    | { readonly kind: "not"; readonly of: Condition }
    | { readonly kind: "minus"; readonly of: Condition }
    | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
    | {
        readonly kind: "compare";
        /** One more than operators: `0 < x <= 1` compares twice. */
        readonly parts: readonly Condition[];
        readonly operators: readonly Comparison[];
      }
    | {
        readonly kind: "arithmetic";
        readonly operator: Arithmetic;
        readonly left: Condition;
        readonly right: Condition;
      }
  );

const comparisons = new Map<string, Comparison>([
  ["==", "=="],
  ["=", "=="],
  ["!=", "!="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
]);
const constants = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const sums = new Map<string, Arithmetic>([
  ["+", "+"],
  ["-", "-"],
]);
const products = new Map<string, Arithmetic>([
  ["*", "*"],
  ["/", "/"],
  ["%", "%"],
]);
/** Nesting that no person writes; deeper text is refused before it can exhaust the stack. */
const deepest = 200;

/**
 * Parses a condition over the overrides of a job, such as `optimizer == sgd and 0 < lr <= 0.1`.
 *
 * @throws {HydraException} `SWEEP_CONDITION`, with the place.
 */
export function parseCondition(source: Source): Condition {
  return new ConditionParser(source).whole();
}

class ConditionParser {
  readonly #source: Source;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#tokens = tokenizeCondition(source);
  }

  whole(): Condition {
    const condition = this.#or();
    if (this.#token.type !== "end") throw this.#unexpected();
    return condition;
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { type: "end", text: "", start: 0, end: 0 };
  }

  /** Steps over the token when it is one of these operators or words. */
  #take(...texts: readonly string[]): Token | undefined {
    const token = this.#token;
    if (token.type !== "operator" && token.type !== "word") return undefined;
    if (!texts.includes(token.text)) return undefined;
    this.#at++;
    return token;
  }

  #or(): Condition {
    return this.#joined("or", ["or", "||"], () => this.#and());
  }

  #and(): Condition {
    return this.#joined("and", ["and", "&&"], () => this.#not());
  }

  #joined(kind: "and" | "or", operators: readonly string[], next: () => Condition): Condition {
    const first = next();
    const parts = [first];
    while (this.#take(...operators) !== undefined) parts.push(next());
    return parts.length === 1 ? first : { kind, parts, ...around(first, parts.at(-1)) };
  }

  #not(): Condition {
    const sign = this.#take("not", "!");
    if (sign === undefined) return this.#comparison();
    const of = this.#deeper(() => this.#not());
    return { kind: "not", of, start: sign.start, end: of.end };
  }

  #comparison(): Condition {
    const first = this.#sum();
    const parts = [first];
    const operators: Comparison[] = [];
    for (let next = this.#comparisonSign(); next !== undefined; next = this.#comparisonSign()) {
      operators.push(next);
      parts.push(this.#sum());
    }
    return parts.length === 1 ? first : { kind: "compare", parts, operators, ...around(first, parts.at(-1)) };
  }

  #comparisonSign(): Comparison | undefined {
    const { type, text } = this.#token;
    const sign = type === "operator" ? comparisons.get(text) : undefined;
    if (sign !== undefined) {
      this.#at++;
      return sign;
    }
    if (this.#take("in") !== undefined) return "in";
    const following = this.#tokens[this.#at + 1];
    if (type !== "word" || text !== "not" || following?.text !== "in" || following.type !== "word")
      return undefined;
    this.#at += 2;
    return "not in";
  }

  #sum(): Condition {
    return this.#arithmetic(sums, () => this.#arithmetic(products, () => this.#unary()));
  }

  #arithmetic(operators: ReadonlyMap<string, Arithmetic>, next: () => Condition): Condition {
    let left = next();
    for (;;) {
      const { type, text } = this.#token;
      const operator = type === "operator" ? operators.get(text) : undefined;
      if (operator === undefined) return left;
      this.#at++;
      const right = next();
      left = { kind: "arithmetic", operator, left, right, ...around(left, right) };
    }
  }

  #unary(): Condition {
    const sign = this.#take("-");
    if (sign === undefined) return this.#primary();
    const of = this.#deeper(() => this.#unary());
    return { kind: "minus", of, start: sign.start, end: of.end };
  }

  #primary(): Condition {
    const token = this.#token;
    const { type, text, start, end } = token;
    if (type === "operator" && (text === "(" || text === "["))
      return this.#deeper(() => this.#bracket(token));
    if (type === "operator" || type === "end" || isReserved(token)) throw this.#unexpected();
    this.#at++;
    if (type === "number") return { kind: "value", value: Number(text), start, end };
    if (type === "text") return { kind: "value", value: text, start, end };
    const constant = constants.get(text.toLowerCase());
    if (constant !== undefined) return { kind: "value", value: constant, start, end };
    return { kind: "word", word: text, start, end };
  }

  #bracket({ text, start }: Token): Condition {
    this.#at++;
    if (text === "(") {
      const inner = this.#or();
      this.#close(")");
      return inner;
    }
    const items: Condition[] = [];
    while (this.#token.text !== "]" || this.#token.type !== "operator") {
      items.push(this.#sum());
      if (this.#take(",") === undefined) break;
    }
    return { kind: "list", items, start, end: this.#close("]") };
  }

  /** Steps over the closing bracket and answers where it ends. */
  #close(bracket: string): number {
    const token = this.#take(bracket);
    if (token === undefined) throw this.#unexpected(`'${bracket}'`);
    return token.end;
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > deepest) {
      const span = { source: this.#source, start: this.#token.start, end: this.#token.end };
      throw conditionError(`A condition is nested more than ${deepest} levels deep`, span);
    }
    const result = parse();
    this.#depth--;
    return result;
  }

  #unexpected(wanted = "a value or a key"): Error {
    const { type, text, start, end } = this.#token;
    const span = { source: this.#source, start, end: Math.max(end, start + 1) };
    const [before] = this.#tokens.slice(this.#at - 1);
    const isComplete = this.#at > 0 && before !== undefined && endsValue(before);
    const hint = isComplete
      ? "join conditions with and, or; compare with == != < <= > >= in; - and / stand between blanks"
      : undefined;
    return type === "end"
      ? conditionError(`A condition ends where ${wanted} is needed`, span)
      : conditionError(`'${text}' cannot stand here in a condition`, span, hint);
  }
}

function isReserved({ type, text }: Token): boolean {
  return type === "word" && ["and", "or", "not", "in"].includes(text);
}

function endsValue(token: Token): boolean {
  if (token.type === "operator") return token.text === ")" || token.text === "]";
  return token.type !== "end" && !isReserved(token);
}

function around(first: Placed, last: Placed = first): Placed {
  return { start: first.start, end: last.end };
}
