import type { Deviation } from "../deviation.ts";

export const multirunDeviations: readonly Deviation[] = [];
