/** The parsed form of a text that contains `${`. Immutable, shared by all nodes with the same text. */
export interface InterpolationAst {
  /** Pieces in order; escapes are undone in the texts. */
  readonly parts: readonly Part[];
  /** The whole text is one reference with fixed steps, by far the most common form. */
  readonly reference: StaticReference | undefined;
  /** The whole text is texts and references with fixed steps: the next most common form. */
  readonly joined: readonly (string | StaticReference)[] | undefined;
}

export type Part = string | Interpolation;
export type Interpolation = Reference | Call;

/** `${a.b[c]}`, `${..a}`, `${a.${b}}` */
export interface Reference {
  readonly type: "reference";
  /** Leading dots: 0 is absolute, 1 starts at the container of the reader. */
  readonly dots: number;
  readonly keys: readonly ReferenceKey[];
  /** The keys as steps, when none of them is itself an interpolation. */
  readonly steps: readonly string[] | undefined;
  readonly start: number;
  readonly end: number;
}
export interface StaticReference extends Reference {
  readonly steps: readonly string[];
}
export interface ReferenceKey {
  readonly key: Part;
  readonly inBrackets: boolean;
}

/** `${name:arguments}` */
export interface Call {
  readonly type: "call";
  /** Segments between the dots of the name. */
  readonly name: readonly Part[];
  readonly args: readonly Element[];
  /** Source text of each argument, which is what cached results are found by (O-RES-005). */
  readonly argumentTexts: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** An argument, or an item in one. */
export type Element =
  | { readonly type: "literal"; readonly value: unknown }
  /** Pieces joined as text: a quoted text, or unquoted pieces side by side. */
  | { readonly type: "text"; readonly parts: readonly Part[] }
  | { readonly type: "list"; readonly items: readonly Element[] }
  | { readonly type: "map"; readonly entries: readonly (readonly [unknown, Element])[] }
  | Interpolation;
