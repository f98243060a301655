import type { Deviation } from "../deviation.ts";

export const accessDeviations: readonly Deviation[] = [];
