import { isNode, ListNode, MapNode, type ScalarNode } from "./node.ts";
import { EnumMember, Float, PathValue, scalarText } from "./scalar.ts";

/**
 * A value as text between other text (TS-2, O-INT-001): `None`, `True`, `1.0`, `1e-05`, `Color.RED`, and containers as
 * Python writes them. Names of output directories made by existing configs depend on these forms.
 */
export function pythonStr(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof PathValue) return value.text;
  if (value instanceof EnumMember) return String(value);
  if (isNode(value) && "value" in value) return pythonStr(rawValue(value));
  return pythonRepr(value);
}

/** {@link pythonStr} of a leaf. */
export function leafText(node: ScalarNode): string {
  const { kind, value } = node;
  if (typeof value === "string") return value;
  return kind === "int" && typeof value === "number" ? String(value) : pythonStr(rawValue(node));
}

/** A value as it stands inside a container that is written as text: text in quotes, the rest as in {@link pythonStr}. */
export function pythonRepr(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "boolean":
      return value ? "True" : "False";
    case "bigint":
      return String(value);
    case "number":
      return formatNumber(value);
    case "object":
      return value === null ? "None" : objectRepr(value);
    default:
      return value === undefined ? "None" : scalarText(value);
  }
}

/**
 * A float in the shortest text that reads back to it, the way configs have always shown floats: positional between 1e-4 and
 * 1e16, otherwise with a two-digit exponent; always recognisable as a float (O-DMP-020): `1.0`, `1e-05`, `inf`, `nan`, `-0.0`.
 */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", exponentText = "0"] = Math.abs(value).toExponential().split("e");
  const sign = value < 0 ? "-" : "";
  const digits = mantissa.replace(".", "");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}.${fraction === "" ? "0" : fraction}`;
}

/** A bare number is an int when it is integral (TS-1). */
function formatNumber(value: number): string {
  return Number.isInteger(value) && !Object.is(value, -0) ? integerText(value) : formatFloat(value);
}

function integerText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
}

function objectRepr(value: object): string {
  if (value instanceof Float) return formatFloat(value.value);
  if (value instanceof EnumMember) return `<${String(value)}: ${pythonRepr(value.value)}>`;
  if (value instanceof PathValue) return `PosixPath(${quote(value.text)})`;
  if (value instanceof Uint8Array) return `b${quoteBytes(value)}`;
  if (isNode(value) && "value" in value) return pythonRepr(rawValue(value));
  return isNesting(value) ? nestingRepr(value) : scalarText(value);
}

/** A list or mapping, as a node or as plain data. */
type Nesting =
  ListNode | MapNode | readonly unknown[] | ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>;

function isNesting(value: unknown): value is Nesting {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value) || value instanceof Map || value instanceof ListNode || value instanceof MapNode)
    return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Nesting waits on a stack of our own: a config may be deeper than the call stack (TS-6). */
function nestingRepr(root: Nesting): string {
  let text = "";
  const open: { readonly value: Nesting; readonly pieces: Iterator<string | Nesting> }[] = [];
  const inside = new Set<Nesting>();
  const enter = (value: Nesting): void => {
    open.push({ value, pieces: isMapping(value) ? mapPieces(value) : listPieces(value) });
    inside.add(value);
  };
  enter(root);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const step = top.pieces.next();
    if (step.done === true) {
      open.pop();
      inside.delete(top.value);
    } else if (typeof step.value === "string") text += step.value;
    else if (inside.has(step.value)) text += isMapping(step.value) ? "{...}" : "[...]";
    else enter(step.value);
  }
  return text;
}

function isMapping(value: Nesting): value is Exclude<Nesting, ListNode | readonly unknown[]> {
  return !Array.isArray(value) && !(value instanceof ListNode);
}

/** Contents as they stand: interpolations below are shown as their text (O-EQ-007). */
function* listPieces(list: ListNode | readonly unknown[]): Generator<string | Nesting> {
  let before = "[";
  for (const item of list instanceof ListNode ? list.children() : list) {
    yield before;
    yield isNesting(item) ? item : pythonRepr(item);
    before = ", ";
  }
  yield before === "[" ? "[]" : "]";
}

function* mapPieces(map: Exclude<Nesting, ListNode | readonly unknown[]>): Generator<string | Nesting> {
  let before = "{";
  for (const [key, value] of entriesOf(map)) {
    yield `${before}${pythonRepr(key)}: `;
    yield isNesting(value) ? value : pythonRepr(value);
    before = ", ";
  }
  yield before === "{" ? "{}" : "}";
}

function* entriesOf(
  map: Exclude<Nesting, ListNode | readonly unknown[]>,
): Generator<readonly [unknown, unknown]> {
  if (map instanceof MapNode) for (const child of map.children()) yield [child.key, child];
  else yield* map instanceof Map ? map.entries() : Object.entries(map);
}

function rawValue(node: { kind: string; value: unknown }): unknown {
  return node.kind === "float" && typeof node.value === "number" ? new Float(node.value) : node.value;
}

/** Single quotes, unless only double quotes save escaping. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let quoted = "";
  for (const char of text) quoted += char === mark ? `\\${char}` : escapeChar(char);
  return mark + quoted + mark;
}

const namedEscapes: Readonly<Record<string, string>> = {
  "\\": String.raw`\\`,
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
  "\t": String.raw`\t`,
};

function escapeChar(char: string): string {
  const named = namedEscapes[char];
  if (named !== undefined) return named;
  const code = char.codePointAt(0) ?? 0;
  if (code > 0x7e ? /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(char) : code >= 0x20) return char;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff
    ? `\\u${code.toString(16).padStart(4, "0")}`
    : `\\U${code.toString(16).padStart(8, "0")}`;
}

function quoteBytes(bytes: Uint8Array): string {
  const mark = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let quoted = "";
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (char === mark) quoted += `\\${char}`;
    else if (byte > 0x7e) quoted += `\\x${byte.toString(16)}`;
    else quoted += escapeChar(char);
  }
  return mark + quoted + mark;
}
