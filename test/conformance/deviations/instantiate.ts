import type { Deviation } from "../deviation.ts";

export const instantiateDeviations: readonly Deviation[] = [];
