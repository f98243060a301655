import type { Deviation } from "../deviation.ts";

export const callbacksDeviations: readonly Deviation[] = [];
