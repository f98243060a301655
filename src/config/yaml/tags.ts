import { listOperationOf } from "./list-operation-tags.ts";
import type { ScalarKind, ScalarValue } from "../scalar.ts";
import { parseYamlFloat, parseYamlInt, resolvePlainScalar } from "./plain-scalars.ts";

/** Prefix of the tags that YAML itself defines; written `!!`. */
export const yamlTagPrefix = "tag:yaml.org,2002:";

const pathTag =
  /^tag:yaml\.org,2002:python\/object\/apply:pathlib\.(?:_local\.)?(?:Pure)?(?:Posix|Windows)?Path$/;

/** Tags for lists that OmegaConf's loader turns into paths, one item per part (O-DMP-006). */
export function isPathTag(tag: string): boolean {
  return pathTag.test(tag);
}

/** Tags of kinds that YAML knows and configs cannot hold. */
export function isUnsupportedKind(tag: string): boolean {
  return tag === `${yamlTagPrefix}set` || tag === `${yamlTagPrefix}timestamp`;
}

export interface TaggedValue {
  readonly kind: ScalarKind | "merge";
  readonly value: ScalarValue;
}

/** The value of a scalar with an explicit tag; a string instead says what is wrong with it (O-YML-007). */
export function readTaggedScalar(tag: string, text: string): TaggedValue | string {
  if (listOperationOf(tag) !== undefined) return `Tag ${tag} needs a list, as in ${tag} [x]`;
  if (!tag.startsWith(yamlTagPrefix)) return unknownTag(tag);
  switch (tag.slice(yamlTagPrefix.length)) {
    case "str":
    case "value":
      return { kind: "str", value: text };
    case "null":
      return { kind: "null", value: null };
    case "merge":
      return { kind: "merge", value: text };
    case "bool":
      return readBool(text);
    case "int":
      return readInt(text);
    case "float":
      return readFloat(text);
    case "binary":
      return readBinary(text);
    case "seq":
    case "omap":
    case "pairs":
      return `Tag ${shortTag(tag)} needs a list`;
    case "map":
      return `Tag ${shortTag(tag)} needs a mapping`;
    default:
      return unknownTag(tag);
  }
}

export function unknownTag(tag: string): string {
  return `Unknown tag ${shortTag(tag)}`;
}

export function shortTag(tag: string): string {
  return tag.startsWith(yamlTagPrefix) ? `!!${tag.slice(yamlTagPrefix.length)}` : tag;
}

/** Full name of a tag as it is written, by the handles that the document declared. */
export function fullTagName(raw: string, handles: ReadonlyMap<string, string>): string | undefined {
  if (raw.startsWith("!<")) return decodeTag(raw.slice(2, -1));
  const handleEnd = raw.indexOf("!", 1);
  const handle = handleEnd === -1 ? "!" : raw.slice(0, handleEnd + 1);
  const prefix = handles.get(handle) ?? (handle === "!!" ? yamlTagPrefix : handle === "!" ? "!" : undefined);
  return prefix === undefined ? undefined : decodeTag(prefix + raw.slice(handle.length));
}

function decodeTag(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readBool(text: string): TaggedValue | string {
  const found = resolvePlainScalar(text.toLowerCase());
  return found?.kind === "bool" ? { kind: "bool", value: found.value } : `'${text}' is not a !!bool`;
}

function readInt(text: string): TaggedValue | string {
  const found = resolvePlainScalar(text.trim());
  if (found?.kind === "int") return { kind: "int", value: found.value };
  const decimal =
    /^[-+]?[0-9_]*[0-9][0-9_]*$/.test(text.trim()) && !text.trim().replace(/^[-+]/, "").startsWith("0");
  return decimal
    ? { kind: "int", value: parseYamlInt(text.trim().replaceAll("_", "")) }
    : `'${text}' is not an !!int`;
}

function readFloat(text: string): TaggedValue | string {
  const plain = text.trim().toLowerCase().replaceAll("_", "");
  const bare = plain.replace(/^[-+]/, "");
  if (/^(?:inf|infinity|nan)$/.test(bare)) {
    return { kind: "float", value: parseYamlFloat(plain.replace(bare, `.${bare.slice(0, 3)}`)) };
  }
  const valid =
    /^(?:\.inf|\.nan|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?|[0-9]+(?::[0-9]+)*(?:\.[0-9]*)?)$/.test(
      bare,
    );
  return valid ? { kind: "float", value: parseYamlFloat(plain) } : `'${text}' is not a !!float`;
}

/** Base64 with anything else between its characters ignored; a full padding ends it. */
function readBinary(text: string): TaggedValue | string {
  if (/[^\0-\x7f]/.test(text)) return "The text of a !!binary is not base64";
  let content = "";
  let padding = 0;
  for (const character of text) {
    if (/[A-Za-z0-9+/]/.test(character)) {
      content += character;
      padding = 0;
    } else if (character === "=" && content.length % 4 >= 2) {
      padding += 1;
      if ((content.length % 4) + padding === 4) return bytes(content);
    }
  }
  return content.length % 4 === 0 ? bytes(content) : "The text of a !!binary is not base64";
}

function bytes(base64: string): TaggedValue {
  return { kind: "bytes", value: new Uint8Array(Buffer.from(base64, "base64")) };
}
