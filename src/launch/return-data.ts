/**
 * What a task returned, as JSON that keeps what JSON would lose: `NaN` and infinities, `undefined`, big integers, dates, bytes, maps and
 * sets. Plain values stand for themselves, others are tagged as in configs: `{"$float": "nan"}`. What no data can say (functions,
 * symbols, circles) becomes `{ unserialisable: text }`, or is left out of an object: it never makes a finished job fail.
 */
export function encodeReturn(value: unknown): unknown {
  try {
    const encoded = encode(value, []);
    return encoded === undefined ? unserialisable(value) : encoded;
  } catch {
    return unserialisable(value);
  }
}

/** What {@link encodeReturn} wrote, as far as it can be had again. Never rejects anything: it is only data. */
export function decodeReturn(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(decodeReturn);
  if (typeof data !== "object" || data === null) return data;
  const entries = Object.entries(data);
  const [first] = entries;
  if (first !== undefined && entries.length === 1) {
    const decoded = decodeTagged(first[0], first[1]);
    if (decoded !== undefined) return decoded.value;
  }
  return objectOf(entries.map(([key, item]) => [key, decodeReturn(item)]));
}

class Unwritable extends Error {}

/** `undefined` for what an object leaves out, as JSON does. */
function encode(value: unknown, open: readonly unknown[]): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $float: floatText(value) };
    case "bigint":
      return { $int: String(value) };
    case "undefined":
      return { $undefined: true };
    case "object":
      return value === null ? null : encodeObject(value, open);
    default:
      return undefined;
  }
}

function encodeObject(value: object, open: readonly unknown[]): unknown {
  if (open.includes(value)) throw new Unwritable();
  const inner = [...open, value];
  const item = (one: unknown): unknown => encode(one, inner) ?? null;
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof Map) return { $map: [...value].map(([key, one]) => [item(key), item(one)]) };
  if (value instanceof Set) return { $set: [...value].map(item) };
  if (Array.isArray(value)) return value.map(item);
  if ("toJSON" in value && typeof value.toJSON === "function")
    return encode(Reflect.apply(value.toJSON, value, [""]), inner);
  const entries: [string, unknown][] = [];
  for (const [key, one] of Object.entries(value)) {
    const encoded = encode(one, inner);
    if (encoded !== undefined) entries.push([key, encoded]);
  }
  const [first] = entries;
  const looksTagged = entries.length === 1 && first?.[0].startsWith("$") === true;
  return looksTagged ? { $object: entries } : objectOf(entries);
}

function decodeTagged(tag: string, content: unknown): { readonly value: unknown } | undefined {
  if (tag === "$undefined") return { value: undefined };
  if (tag === "$float" && typeof content === "string") return { value: Number(content) };
  if (tag === "$int" && typeof content === "string") return { value: bigOf(content) };
  if (tag === "$date") return { value: new Date(typeof content === "number" ? content : Number.NaN) };
  if (tag === "$bytes" && typeof content === "string")
    return { value: new Uint8Array(Buffer.from(content, "base64")) };
  if (!Array.isArray(content)) return undefined;
  if (tag === "$set") return { value: new Set(content.map(decodeReturn)) };
  if (tag === "$map") return { value: new Map(content.map(decodePair)) };
  if (tag === "$object") {
    return { value: objectOf(content.map(decodePair).map(([key, item]) => [String(key), item])) };
  }
  return undefined;
}

function decodePair(pair: unknown): [unknown, unknown] {
  const [key, value]: unknown[] = Array.isArray(pair) ? pair : [];
  return [decodeReturn(key), decodeReturn(value)];
}

/** `__proto__` is a key like any other. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

function floatText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function bigOf(text: string): unknown {
  return /^-?\d+$/.test(text) ? BigInt(text) : text;
}

function unserialisable(value: unknown): { readonly unserialisable: string } {
  try {
    return { unserialisable: String(value) };
  } catch {
    return { unserialisable: typeof value };
  }
}
