import type { IsOpen, Interpolation } from "./config-types.ts";
import type { FieldsBelow, FieldsOf, Leaf, Slot, Unknown } from "./config-shape.ts";
import type { Sweep } from "./sweep-values.ts";

/** The mode of a launch: only a multirun goes through several values. */
export type RunMode = "single" | "multirun";

/**
 * Overrides of a config by key. Keys are the dotted paths that the config's type knows; a path that it does not know does not compile
 * unless it starts with `+`, `~` or `hydra.`, or chooses from a group (`db@backup`, `model/activation`).
 */
export type OverridesFor<C, Mode extends RunMode = RunMode> = KnownOverrides<FieldsOf<C>, Mode> &
  OtherOverrides &
  (IsOpen<C> extends true ? AnyOverrides : unknown);

interface AnyOverrides {
  readonly [key: string]: unknown;
}

interface OtherOverrides {
  readonly [key: `${"+" | "~" | "hydra." | "hydra/"}${string}` | `${string}${"@" | "/"}${string}`]: unknown;
}

type KnownOverrides<F, Mode extends RunMode> = [F] extends [Unknown]
  ? AnyOverrides
  : { readonly [P in PathsOf<F, []>]?: ValueAt<F, P, Mode> };

/** Paths are known down to five keys, and until a type comes back that stands above; below that anything goes. */
type PathsOf<F, Depth extends readonly unknown[], Above = never> = [F] extends [never]
  ? never
  : F extends Unknown
    ? string
    : Depth["length"] extends 5
      ? string
      : {
          [K in keyof F & (string | number)]: `${K}` | `${K}.${PathsBelow<F[K], Depth, Above>}`;
        }[keyof F & (string | number)];

type PathsBelow<S, Depth extends readonly unknown[], Above> =
  S extends Slot<unknown, infer W>
    ? unknown extends W
      ? PathsOf<FieldsBelow<S>, [...Depth, unknown], Above>
      : [W] extends [Above]
        ? string
        : PathsOf<FieldsBelow<S>, [...Depth, unknown], Above | W>
    : string;

type ValueAt<F, P extends string, Mode extends RunMode> = P extends keyof F
  ? ValueFor<F[P], Mode>
  : P extends `${infer K}.${infer Rest}`
    ? K extends keyof F
      ? ValueAt<FieldsBelow<F[K]>, Rest, Mode>
      : K extends `${number}`
        ? number extends keyof F
          ? ValueAt<FieldsBelow<F[number]>, Rest, Mode>
          : unknown
        : unknown
    : P extends `${number}`
      ? number extends keyof F
        ? ValueFor<F[number], Mode>
        : unknown
      : unknown;

type ValueFor<S, Mode extends RunMode> =
  S extends Slot<unknown, infer W>
    ? unknown extends W
      ? unknown
      : [NonNullable<W>] extends [Leaf]
        ? Choice<W, Mode>
        : NonNullable<W> extends readonly Leaf[]
          ? Choice<Readonly<W>, Mode>
          : unknown
    : unknown;

/** Null fits what has no schema; the run checks the rest. */
type Choice<W, Mode extends RunMode> =
  W | null | undefined | Interpolation | (Mode extends "multirun" ? Sweep<W | null> : never);
