import { createRoot } from "../config/create.ts";
import type { TreeContext } from "../config/context.ts";
import type { Key } from "../config/keys.ts";
import type { Origin } from "../config/origin.ts";
import { type ConfigNode, ListNode, MapNode, type ScalarNode } from "../config/node.ts";
import { ConfigValueError } from "../errors/config-errors.ts";
import { formatFloat } from "../config/python-text.ts";
import { EnumMember, Float, PathValue } from "../config/scalar.ts";

/**
 * A config as JSON: what crosses the border to another process or is kept for a rerun (design D9). Nothing is resolved. Plain JSON
 * stands for itself; kinds that JSON lacks are tagged: `{"$float": "1.0"}`, `{"$int": "…"}`, `{"$bytes": base64}`, `{"$path": …}`,
 * `{"$map": [[key, value], …]}`. Enum members travel by name.
 */
export type ConfigData =
  null | boolean | number | string | readonly ConfigData[] | { readonly [key: string]: ConfigData };

/**
 * The config as data, nothing resolved.
 *
 * @example
 * const text = JSON.stringify(encodeConfig(createNode({ lr: new Float(1), steps: 10n ** 20n })));
 * const config = decodeConfig(JSON.parse(text) as ConfigData); // 1.0 is a float, 10^20 an integer
 */
export function encodeConfig(node: ConfigNode): ConfigData {
  if (node instanceof ListNode) return [...node.children()].map(encodeConfig);
  if (!(node instanceof MapNode)) return encodeScalar(node);
  const entries = [...node.children()].map((child): [Key, ConfigData] => [
    child.key as Key,
    encodeConfig(child),
  ]);
  if (entries.every(([key]) => typeof key === "string" && isPlainKey(key)))
    return Object.fromEntries(entries);
  return { $map: entries.map(([key, value]) => [encodeValue(key), value]) };
}

/** Who wrote a saved config is not known any more, so the targets in it are trusted no more than those of a file. */
const savedOrigin: Origin = { kind: "engine", label: "a saved config" };

/**
 * The config that {@link encodeConfig} wrote, untyped.
 *
 * @example
 * const config = decodeConfig({ lr: { $float: "1.0" }, name: "a" });
 * console.log(dumpYaml(config)); // lr: 1.0 …
 */
export function decodeConfig(data: ConfigData, context?: TreeContext): ConfigNode {
  return createRoot(decode(data), { context, origin: savedOrigin });
}

function encodeScalar({ kind, value }: ScalarNode): ConfigData {
  if (kind === "float") return { $float: formatFloat(Number(value)) };
  return encodeValue(value);
}

function encodeValue(value: unknown): ConfigData {
  if (value instanceof Float) return { $float: formatFloat(value.value) };
  if (typeof value === "bigint") return { $int: String(value) };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof PathValue) return { $path: value.text };
  if (value instanceof EnumMember) return value.name;
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  throw new ConfigValueError(
    "VALUE_UNSUPPORTED",
    "An object cannot be part of a config that is saved or sent",
    {
      hint: "keep it out of the config, or give the config what makes it",
    },
  );
}

/** JSON objects move index-like keys to the front, and a leading `$` marks our tags. */
function isPlainKey(key: string): boolean {
  return !key.startsWith("$") && key !== "__proto__" && !/^(?:0|[1-9]\d*)$/.test(key);
}

function decode(data: ConfigData): unknown {
  if (Array.isArray(data)) return data.map(decode);
  if (typeof data !== "object" || data === null) return data;
  const entries = Object.entries(data);
  const [first] = entries;
  if (first !== undefined && entries.length === 1) {
    const [tag, content] = first;
    if (tag === "$map" && Array.isArray(content)) return new Map(content.map(decodeEntry));
    const decodeTagged = typeof content === "string" ? taggedValues.get(tag) : undefined;
    if (decodeTagged !== undefined && typeof content === "string") return decodeTagged(content);
  }
  return new Map(entries.map(([key, value]) => [key, decode(value)]));
}

const taggedValues: ReadonlyMap<string, (text: string) => unknown> = new Map<
  string,
  (text: string) => unknown
>([
  ["$float", (text) => new Float(parseFloatText(text))],
  ["$int", BigInt],
  ["$bytes", (text) => new Uint8Array(Buffer.from(text, "base64"))],
  ["$path", (text) => new PathValue(text)],
]);

function decodeEntry(entry: ConfigData): [unknown, unknown] {
  const [key, value] = Array.isArray(entry) ? entry : [];
  return [decode(key), decode(value)];
}

function parseFloatText(text: string): number {
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  return text === "nan" ? Number.NaN : Number(text);
}
