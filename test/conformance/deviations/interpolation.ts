import type { Deviation } from "../deviation.ts";

export const interpolationDeviations: readonly Deviation[] = [];
