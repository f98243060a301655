import type { Deviation } from "../deviation.ts";

export const composeDeviations: readonly Deviation[] = [];
