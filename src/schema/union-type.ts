import { anyType, type ConfigType } from "../config/types.ts";

type LiteralType = Extract<ConfigType, { kind: "literal" }>;

/**
 * One type for several. Null makes the rest optional; constants become one literal type. As soon as a mapping or list is among
 * several possible shapes, the slot is open: which of the shapes a half-finished config has cannot be told before the end, so
 * the schema's own validation decides.
 */
export function unionOf(given: readonly ConfigType[]): ConfigType {
  const flat = given.flatMap((type) => (type.kind === "union" ? type.of : [type]));
  const sides = flat.map((type) => (type.kind === "optional" ? type.of : type));
  const nullable = flat.some((type) => type.kind === "optional" || isNull(type));
  const rest = distinct(sides.filter((type) => !isNull(type)));
  const united = withoutNull(rest);
  if (!nullable || united.kind === "any") return united;
  if (united.kind === "literal") return { kind: "literal", values: [...united.values, null] };
  return { kind: "optional", of: united };
}

function withoutNull(types: readonly ConfigType[]): ConfigType {
  const [first, ...others] = joinLiterals(types);
  if (first === undefined) return anyType;
  if (others.length === 0) return first;
  const all = [first, ...others];
  if (all.some(isOpen)) return anyType;
  return { kind: "union", of: distinct(all.flatMap(widen)) };
}

/** A union converts nothing, and whole numbers are numbers: `1` is to fit where a number may stand. */
function widen(type: ConfigType): ConfigType[] {
  return type.kind === "float" ? [{ kind: "int" }, type] : [type];
}

function joinLiterals(types: readonly ConfigType[]): ConfigType[] {
  const literals = types.filter((type): type is LiteralType => type.kind === "literal");
  if (literals.length < 2) return [...types];
  const values = [...new Set(literals.flatMap((type) => type.values))];
  return [{ kind: "literal", values }, ...types.filter((type) => type.kind !== "literal")];
}

function isOpen(type: ConfigType): boolean {
  return ["any", "list", "tuple", "map", "struct"].includes(type.kind);
}

function isNull(type: ConfigType): boolean {
  return type.kind === "literal" && type.values.length === 1 && type.values[0] === null;
}

function distinct(types: readonly ConfigType[]): ConfigType[] {
  const seen = new Set<string>();
  return types.filter((type) => {
    if (type.kind === "literal" || isOpen(type) || type.kind === "enum") return true;
    const isNew = !seen.has(type.kind);
    seen.add(type.kind);
    return isNew;
  });
}
