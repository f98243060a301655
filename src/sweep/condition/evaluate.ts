import { Float } from "../../config/scalar.ts";
import { assertNever } from "../../errors/base.ts";
import { toRawValue } from "../../overrides/raw.ts";
import type { Override } from "../../overrides/types.ts";
import { didYouMean } from "../../text/nearest.ts";
import type { Source } from "../../text/source.ts";
import { type Arithmetic, type Comparison, type Condition, parseCondition } from "./parse.ts";
import { conditionError } from "./tokens.ts";

/** A value that a condition works with: that of an override, or one it computed. */
type Value = boolean | null | number | bigint | string | readonly Value[] | OtherValue;

/** A mapping or the like: it equals nothing and cannot be computed with. */
class OtherValue {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The overrides of one job by their key, without prefix: `lr`, `db`, `db@backup`. */
export type JobValues = (key: string) => Override | undefined;

/** A condition whose words are known to be keys or texts. */
export type Test = (job: JobValues) => boolean;

/**
 * Makes a condition into a test of jobs. `keys` are the keys that a job of the sweep can override: a word that is none of them is a
 * text where a text is compared with, and an error elsewhere.
 *
 * @throws {HydraException} `SWEEP_CONDITION`.
 */
export function compileCondition(source: Source, keys: ReadonlySet<string>): Test {
  const condition = settleWords(parseCondition(source), keys, source);
  const evaluator = new Evaluator(source);
  return (job) => evaluator.isTrue(condition, job);
}

/** The key of an override as conditions name it. */
export function conditionKey({ key, package: packageName }: Pick<Override, "key" | "package">): string {
  return packageName === undefined ? key : `${key}@${packageName}`;
}

/** Words that are no keys become texts where a text can stand: to the right of a comparison and in lists. */
function settleWords(
  condition: Condition,
  keys: ReadonlySet<string>,
  source: Source,
  isTextAllowed = false,
): Condition {
  const settle = (part: Condition, allowed = false): Condition => settleWords(part, keys, source, allowed);
  switch (condition.kind) {
    case "value":
      return condition;
    case "word":
      if (keys.has(condition.word)) return condition;
      if (isTextAllowed) return { ...condition, kind: "value", value: condition.word };
      throw unknownWord(condition.word, condition, keys, source);
    case "list":
      return { ...condition, items: condition.items.map((item) => settle(item, true)) };
    case "not":
    case "minus":
      return { ...condition, of: settle(condition.of) };
    case "and":
    case "or":
      return { ...condition, parts: condition.parts.map((part) => settle(part)) };
    case "compare":
      return { ...condition, parts: condition.parts.map((part, index) => settle(part, index > 0)) };
    case "arithmetic":
      return { ...condition, left: settle(condition.left), right: settle(condition.right) };
    default:
      return assertNever(condition);
  }
}

function unknownWord(
  word: string,
  { start, end }: Condition,
  keys: ReadonlySet<string>,
  source: Source,
): Error {
  const known = [...keys].slice(0, 8).join(", ");
  const hint =
    didYouMean(word, keys) ?? (known === "" ? "the sweep overrides nothing" : `it overrides ${known}`);
  return conditionError(`'${word}' is not overridden by this sweep`, { source, start, end }, hint);
}

class Evaluator {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  isTrue(condition: Condition, job: JobValues): boolean {
    const value = this.#value(condition, job);
    if (typeof value === "boolean") return value;
    if (value === null) return false;
    throw this.#error(`${describe(value)} is neither true nor false`, condition, "compare it with something");
  }

  #value(condition: Condition, job: JobValues): Value {
    switch (condition.kind) {
      case "value":
        return condition.value;
      case "word":
        return overrideValueOf(job(condition.word));
      case "list":
        return condition.items.map((item) => this.#value(item, job));
      case "not":
        return !this.isTrue(condition.of, job);
      case "and":
        return condition.parts.every((part) => this.isTrue(part, job));
      case "or":
        return condition.parts.some((part) => this.isTrue(part, job));
      case "minus":
        return negated(this.#number(condition.of, job));
      case "arithmetic":
        return this.#computed(condition, job);
      case "compare":
        return this.#compared(condition, job);
      default:
        return assertNever(condition);
    }
  }

  #compared(condition: Extract<Condition, { kind: "compare" }>, job: JobValues): boolean {
    return condition.operators.every((operator, index) => {
      const left = condition.parts[index];
      const right = condition.parts[index + 1];
      if (left === undefined || right === undefined) return false;
      return this.#holds(operator, this.#value(left, job), this.#value(right, job), right);
    });
  }

  #holds(operator: Comparison, left: Value, right: Value, place: Condition): boolean {
    switch (operator) {
      case "==":
        return equal(left, right);
      case "!=":
        return !equal(left, right);
      case "in":
      case "not in":
        return this.#contains(right, left, place) === (operator === "in");
      default:
        return this.#ordered(operator, left, right, place);
    }
  }

  #contains(whole: Value, item: Value, place: Condition): boolean {
    if (isList(whole)) return whole.some((candidate) => equal(candidate, item));
    if (typeof whole === "string" && typeof item === "string") return whole.includes(item);
    if (whole === null) return false;
    throw this.#error(`Nothing is in ${describe(whole)}`, place, "write a list: in [a, b]");
  }

  /** What a job does not override is neither smaller nor larger than anything. */
  #ordered(operator: Comparison, left: Value, right: Value, place: Condition): boolean {
    if (left === null || right === null) return false;
    const areNumbers = isNumber(left) && isNumber(right);
    const areTexts = typeof left === "string" && typeof right === "string";
    if (!areNumbers && !areTexts)
      throw this.#error(`${describe(left)} and ${describe(right)} have no order`, place);
    switch (operator) {
      case "<":
        return left < right;
      case "<=":
        return left <= right;
      case ">":
        return left > right;
      default:
        return left >= right;
    }
  }

  #computed({ operator, left, right }: Extract<Condition, { kind: "arithmetic" }>, job: JobValues): Value {
    const first = this.#number(left, job);
    const second = this.#number(right, job);
    return first === null || second === null ? null : compute(operator, Number(first), Number(second));
  }

  #number(condition: Condition, job: JobValues): number | bigint | null {
    const value = this.#value(condition, job);
    if (value === null || isNumber(value)) return value;
    throw this.#error(`${describe(value)} is not a number`, condition);
  }

  #error(summary: string, { start, end }: Condition, hint?: string): Error {
    return conditionError(summary, { source: this.#source, start, end }, hint);
  }
}

function compute(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    default:
      return assertNever(operator);
  }
}

/** The value that a job's override has; `null` when the job has none, or deletes the key. */
function overrideValueOf(override: Override | undefined): Value {
  if (override?.value === undefined || override.type === "delete") return null;
  return ownValue(toRawValue(override.value));
}

function ownValue(raw: unknown): Value {
  switch (typeof raw) {
    case "boolean":
    case "number":
    case "bigint":
    case "string":
      return raw;
    default:
      if (raw === null) return null;
      if (raw instanceof Float) return raw.value;
      if (Array.isArray(raw)) return raw.map(ownValue);
      return new OtherValue("a mapping");
  }
}

/** `1`, `1.0` and `1n` are equal; a number and a text never are. */
function equal(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right))
    return typeof left === typeof right ? left === right : Number(left) === Number(right);
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index] ?? null));
  }
  return left === right;
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function negated(value: number | bigint | null): number | bigint | null {
  return value === null ? null : -value;
}

function describe(value: Value): string {
  if (typeof value === "string") return `the text '${value}'`;
  if (isList(value)) return "a list";
  return value instanceof OtherValue ? value.text : String(value);
}
