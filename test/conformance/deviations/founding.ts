import type { Deviation } from "../deviation.ts";

export const foundingDeviations: readonly Deviation[] = [];
