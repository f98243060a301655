import { OverrideParseException } from "../errors/hydra-errors.ts";
import { isNamePart, isNameStart } from "../text/characters.ts";
import type { Source, Span } from "../text/source.ts";
import { describeCharacter } from "./lexer.ts";
import type { OverrideType } from "./types.ts";

export interface ParsedKey {
  readonly type: OverrideType;
  readonly key: string;
  readonly package: string | undefined;
  readonly span: Span;
}

const id = "[A-Za-z_][A-Za-z0-9_-]*";
const keySpec = "[A-Za-z_$][A-Za-z0-9_$-]*";
const unsigned = "(?:0|[1-9](?:_?[0-9])*)";
const part = `(?:${keySpec}|${unsigned})`;
const packagePath = String.raw`(?:${part}(?:\.${part})+|${keySpec})`;
/** Made when a key needs it. */
let keyPattern: RegExp | undefined;

const types: Readonly<Record<string, OverrideType>> = {
  "": "change",
  "+": "add",
  "++": "force-add",
  "~": "delete",
};

/** Reads the key of an override: all text from `from` up to `end` (H-OVR-011, H-OVR-014, H-OVR-015). */
export function parseKey(source: Source, end: number, from = 0): ParsedKey {
  const text = source.text.slice(from, end);
  if (isPlainPath(text))
    return { type: "change", key: text, package: undefined, span: { source, start: from, end } };
  keyPattern ??= new RegExp(
    String.raw`^(~|\+\+?|)((?:${id}(?:/${id})+)|${packagePath}|)(?:@(${packagePath}|))?$`,
  );
  const match = keyPattern.exec(text);
  if (match === null) throw malformedKey(source, text, from);
  const [, prefix = "", key = "", packageName] = match;
  if (key === "") throw emptyKey(source, end, from);
  return {
    type: types[prefix] ?? "change",
    key,
    package: packageName,
    span: { source, start: from + prefix.length, end },
  };
}

/** What most keys are: names with points between them. The pattern of all keys takes a while to compile. */
function isPlainPath(text: string): boolean {
  let isStart = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isPoint: boolean = code === 46 && !isStart;
    if (!isPoint && !(isStart ? isNameStart(code) : isNamePart(code))) return false;
    isStart = isPoint;
  }
  return !isStart;
}

function emptyKey(source: Source, end: number, from: number): OverrideParseException {
  return new OverrideParseException("OVERRIDE_SYNTAX", "An override needs a key", {
    span: { source, start: from, end: Math.max(from + 1, end) },
    hint: "write key=value, +key=value, ++key=value or ~key",
  });
}

/** A key that the pattern refused: what is wrong with it, and where. */
function malformedKey(source: Source, text: string, from: number): OverrideParseException {
  const prefix = /^(?:~|\+\+?|)/.exec(text)?.[0].length ?? 0;
  const known = /[A-Za-z0-9_$.@/:~+-]/;
  for (let at = 0; at < text.length; at++) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!known.test(char)) return unknownCharacter(source, from + at, char);
  }
  const rest = text.slice(prefix);
  const fault = keyFaults.find(({ pattern }) => pattern.test(rest));
  const at = fault === undefined ? undefined : fault.pattern.exec(rest);
  const start = from + prefix + (at?.index ?? 0);
  return new OverrideParseException(
    fault?.code ?? "OVERRIDE_SYNTAX",
    fault?.summary ?? "The key cannot be read",
    {
      span: {
        source,
        start,
        end: Math.max(start + 1, at === undefined ? from + text.length : start + (at?.[0].length ?? 1)),
      },
      hint: fault?.hint ?? "write key=value, group/subgroup=option or group@package=option",
    },
  );
}

const keyFaults = [
  {
    pattern: /^-/,
    code: "OVERRIDE_LEX",
    summary: "A key cannot start with '-'",
    hint: "flags and overrides are different things: see --help for the flags of this program",
  },
  {
    pattern: /[~+]/,
    code: "OVERRIDE_SYNTAX",
    summary: "A prefix stands in the wrong place",
    hint: "the prefixes are + (add), ++ (add or change) and ~ (delete)",
  },
  {
    pattern: /:/,
    code: "OVERRIDE_SYNTAX",
    summary: "A key cannot contain ':'",
    hint: "write group@package=option",
  },
  {
    pattern: /@.*@/,
    code: "OVERRIDE_SYNTAX",
    summary: "A key can have one '@' only",
    hint: "write group@package=option",
  },
  {
    pattern: /\.\.|^\.|\.(?=@|$|\/)/,
    code: "OVERRIDE_LEX",
    summary: "A key has an empty part between its dots",
    hint: "write key.subkey=value",
  },
  {
    pattern: /\/\/|\/(?=@|$)|^\//,
    code: "OVERRIDE_SYNTAX",
    summary: "A config group has an empty part between its slashes",
    hint: "write group/subgroup=option",
  },
  {
    pattern: /(?<=@.*)\//,
    code: "OVERRIDE_SYNTAX",
    summary: "A package cannot contain '/'",
    hint: "write group@package.subpackage=option",
  },
  {
    pattern: /\.(?=.*\/)|(?<=\/.*)\./,
    code: "OVERRIDE_SYNTAX",
    summary: "A key is either a path with dots or a config group with slashes",
    hint: "write key.subkey=value or group/subgroup=option",
  },
  {
    pattern: /\$(?=.*\/)|(?<=\/.*)\$/,
    code: "OVERRIDE_SYNTAX",
    summary: "The name of a config group cannot contain '$'",
    hint: undefined,
  },
  {
    pattern: /(?:^|(?<=[./@]))[0-9][A-Za-z0-9_$-]*/,
    code: "OVERRIDE_LEX",
    summary: "A part of a key is neither a name nor an index",
    hint: "names start with a letter or _; an index has no leading zero and follows a dot: list.0=value",
  },
  {
    pattern: /(?<=[./@])-/,
    code: "OVERRIDE_LEX",
    summary: "A part of a key cannot start with '-'",
    hint: undefined,
  },
] as const;

function unknownCharacter(source: Source, at: number, char: string): OverrideParseException {
  return new OverrideParseException("OVERRIDE_LEX", `${describeCharacter(char)} cannot stand in a key`, {
    span: { source, start: at, end: at + char.length },
    hint:
      char === "["
        ? "write list.0=value for an item of a list"
        : "keys are made of letters, digits, _, -, $, dots and slashes",
  });
}
