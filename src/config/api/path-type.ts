import type { IsAny } from "./config-type.ts";

/** Key paths of a type, to a depth of five, for editors to complete: `db`, `db.port`, `hosts[0].name`. */
export type Paths<T, Depth extends readonly unknown[] = []> =
  IsAny<T> extends true
    ? string
    : Depth["length"] extends 5
      ? never
      : T extends readonly (infer Item)[]
        ? `[${number}]` | `[${number}]${Below<Item, Depth>}`
        : T extends object
          ? { [K in keyof T & string]: K | `${K}${Below<T[K], Depth>}` }[keyof T & string]
          : never;

type Below<T, Depth extends readonly unknown[]> = T extends readonly unknown[]
  ? Paths<T, [...Depth, 0]>
  : `.${Paths<T, [...Depth, 0]>}`;

/** The type of the value at a key path; `unknown` where the path leads out of what the type knows. */
export type ValueAt<T, Path extends string> =
  IsAny<T> extends true
    ? T
    : Path extends ""
      ? T
      : Normalized<Path> extends `${infer Step}.${infer Rest}`
        ? ValueAt<At<T, Step>, Rest>
        : At<T, Normalized<Path>>;

/** `a[0].b` as `a.0.b`. */
type Normalized<Path extends string> = Path extends `${infer Head}[${infer Step}]${infer Rest}`
  ? Normalized<`${Head extends "" ? "" : `${Head}.`}${Step}${Rest}`>
  : Path;

type At<T, Step extends string> =
  IsAny<T> extends true
    ? T
    : T extends readonly (infer Item)[]
      ? Step extends `${number}`
        ? Item
        : unknown
      : T extends object
        ? Step extends keyof T
          ? T[Step]
          : Step extends `${infer N extends number}`
            ? N extends keyof T
              ? T[N]
              : unknown
            : unknown
        : unknown;
