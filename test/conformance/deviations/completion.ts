import type { Deviation } from "../deviation.ts";

export const completionDeviations: readonly Deviation[] = [];
