import { ConfigValueError } from "../errors/config-errors.ts";
import { fullKey, type ListNode } from "./node.ts";

/** A stretch of a list, as in `items[start:stop:step]`: negative positions count from the end. */
export interface Slice {
  readonly start?: number | undefined;
  readonly stop?: number | undefined;
  readonly step?: number | undefined;
}

/** The positions of a list that a slice covers, in its order. */
export function slicePositions(list: ListNode, slice: Slice): number[] {
  const step = slice.step ?? 1;
  if (step === 0) {
    throw new ConfigValueError("OPERATION_NOT_SUPPORTED", "The step of a slice cannot be 0", {
      key: sliceKey(list, slice),
    });
  }
  const start = sliceStart(list, slice);
  const stop = clamp(slice.stop, list.size, step, step > 0 ? list.size : -1);
  const positions: number[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) positions.push(at);
  return positions;
}

/** Where a slice starts, also one that covers nothing. */
export function sliceStart(list: ListNode, slice: Slice): number {
  const step = slice.step ?? 1;
  return clamp(slice.start, list.size, step, step > 0 ? 0 : list.size - 1);
}

/** Full key of a slice, `items[0:None]`. */
export function sliceKey(list: ListNode, { start, stop, step }: Slice): string {
  const parts = [start, stop, ...(step === undefined ? [] : [step])];
  return `${fullKey(list)}[${parts.map((part) => part ?? "None").join(":")}]`;
}

function clamp(position: number | undefined, size: number, step: number, fallback: number): number {
  if (position === undefined) return fallback;
  const fromStart = position < 0 ? position + size : position;
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  return Math.max(least, Math.min(most, fromStart));
}
