import type { Deviation } from "../deviation.ts";

export const mergeDeviations: readonly Deviation[] = [];
