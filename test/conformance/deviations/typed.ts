import type { Deviation } from "../deviation.ts";

export const typedDeviations: readonly Deviation[] = [];
