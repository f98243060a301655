/** What a plain (unquoted) scalar stands for. `undefined` instead of this: it is text. */
export interface PlainScalar {
  readonly kind: "null" | "bool" | "int" | "float" | "merge" | "value";
  readonly value: null | boolean | number | bigint | string;
}

const nothing: PlainScalar = { kind: "null", value: null };
const yes: PlainScalar = { kind: "bool", value: true };
const no: PlainScalar = { kind: "bool", value: false };

const intPattern =
  /^[-+]?(?:0b[01_]*[01][01_]*|0x[0-9a-fA-F_]*[0-9a-fA-F][0-9a-fA-F_]*|0[0-7_]+|0|[1-9][0-9_]*(?::[0-5]?[0-9])*)$/;

/** The float rules of YAML 1.1 together with OmegaConf's additions: an exponent without point or sign (`1e5`). */
const floatPattern =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9]+(?:_[0-9]+)*(?:\.[0-9_]*)?[eE][-+]?[0-9]+|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Doubles have any int of so many digits. */
const safeDigits = 15;

const minus = 45;
const zero = 48;
const nine = 57;
const point = 46;

/** Type and value of a plain scalar by YAML 1.1 as OmegaConf reads it (O-YML-002); `undefined` for text. */
export function resolvePlainScalar(text: string): PlainScalar | undefined {
  const first = text.charCodeAt(0);
  const numeric = (first >= zero && first <= nine) || first === point || first === 43 || first === 45;
  if (!numeric) return text.length > 5 ? undefined : resolveWord(text);
  if (isDottedName(text)) return undefined;
  const points = countPoints(text);
  if (points === 0 && isSimpleInt(text)) return { kind: "int", value: Number(text) };
  if (points === 1 && first !== point) return { kind: "float", value: Number(text) };
  if (points !== undefined && points > 1) return undefined;
  if (intPattern.test(text)) return { kind: "int", value: parseYamlInt(text) };
  if (floatPattern.test(text)) return { kind: "float", value: parseYamlFloat(text) };
  return undefined;
}

/** What begins like `.hydra`; of numbers, `.inf` and `.nan` alone do. */
export function isDottedName(text: string): boolean {
  if (text.charCodeAt(0) !== point) return false;
  const second = text.charCodeAt(1) | 32;
  return second >= 97 && second <= 122 && second !== 105 && second !== 110;
}

/**
 * How many points there are between the digits of a text that has nothing else, but for a minus in front; `undefined` for any other text.
 * What most numbers and versions are needs no pattern: those for all numbers take a while to compile.
 */
export function countPoints(text: string): number | undefined {
  let points = 0;
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === point && at > start) points++;
    else if (code < zero || code > nine) return undefined;
  }
  return text.length === start ? undefined : points;
}

/** Of digits only, whether they mean what they mean in JavaScript: a zero in front makes an octal number. */
function isSimpleInt(text: string): boolean {
  const first = text.charCodeAt(text.startsWith("-") ? 1 : 0);
  return text.length <= safeDigits && (first !== zero || text === "0");
}

/** The value of text that matches the int rules (O-YML-004): a number when it is safe, otherwise a bigint. */
export function parseYamlInt(text: string): number | bigint {
  if (text.length < 16 && /^-?[1-9][0-9]*$/.test(text)) return Number(text);
  const negative = text.startsWith("-");
  const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
  const magnitude = parseMagnitude(digits);
  return narrow(negative ? -magnitude : magnitude);
}

/** The value of text that matches the float rules (O-YML-005). */
export function parseYamlFloat(text: string): number {
  const plain = text.replaceAll("_", "").toLowerCase();
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^[-+]/, "");
  if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
  if (digits === ".nan") return Number.NaN;
  if (!digits.includes(":")) return sign * Number(digits);
  return sign * digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function parseMagnitude(digits: string): bigint {
  if (/^0[bx]/.test(digits)) return BigInt(digits);
  if (digits.includes(":")) return joinBase60(digits.split(":").map(BigInt));
  return digits.length > 1 && digits.startsWith("0") ? BigInt(`0o${digits}`) : BigInt(digits);
}

/** Joins neighbours, round by round: adding one digit after the other takes minutes for a text of a megabyte. */
function joinBase60(parts: bigint[]): bigint {
  let base = 60n;
  let joined = parts;
  while (joined.length > 1) {
    const next: bigint[] = [];
    const odd = joined.length % 2;
    if (odd === 1) next.push(joined[0] ?? 0n);
    for (let at = odd; at < joined.length; at += 2)
      next.push((joined[at] ?? 0n) * base + (joined[at + 1] ?? 0n));
    joined = next;
    base *= base;
  }
  return joined[0] ?? 0n;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Words count in small letters, with a capital letter, and in capitals. */
function resolveWord(text: string): PlainScalar | undefined {
  const lower = text.toLowerCase();
  if (text !== lower && text.slice(1) !== lower.slice(1) && text !== text.toUpperCase()) return undefined;
  switch (lower) {
    case "":
    case "~":
    case "null":
      return nothing;
    case "yes":
    case "true":
    case "on":
      return yes;
    case "no":
    case "false":
    case "off":
      return no;
    case "<<":
      return { kind: "merge", value: "<<" };
    case "=":
      return { kind: "value", value: "=" };
    default:
      return undefined;
  }
}
