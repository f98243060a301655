/** Tokens of VALUE mode (H spec 4.1). `char` is one character that stands for itself in plain text. */
export type TokenType =
  | "("
  | ")"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | ":"
  | "="
  | "int"
  | "float"
  | "bool"
  | "null"
  | "id"
  | "char"
  | "escape"
  | "quoted"
  | "interpolation"
  | "blank"
  | "end";

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
}

/** Tokens that plain text is made of. Mapping keys take all of them but `:` and interpolations. */
export function isAtom(type: TokenType): boolean {
  switch (type) {
    case "id":
    case "null":
    case "int":
    case "float":
    case "bool":
    case "interpolation":
    case "char":
    case ":":
    case "escape":
    case "blank":
      return true;
    default:
      return false;
  }
}

/** How a message names a token. */
export function describeToken(text: string, { type, start, end }: Token): string {
  if (type === "end") return "the end of the argument";
  return type === "blank" ? "a blank" : `'${text.slice(start, end).trim()}'`;
}
