import type { OverrideValue, SweepValue } from "./types.ts";

/** Offsets in the text of an argument. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where the elements of a sweep were written, by element: functions may have brought them into another order. */
const known = new WeakMap<SweepValue, ReadonlyMap<OverrideValue, Place>>();

export function rememberPlaces(sweep: SweepValue, places: ReadonlyMap<OverrideValue, Place>): void {
  known.set(sweep, places);
}

/** Where an element of a sweep was written; `undefined` for one that a function made. */
export function placeOfElement(sweep: SweepValue, element: OverrideValue): Place | undefined {
  return known.get(sweep)?.get(element);
}
