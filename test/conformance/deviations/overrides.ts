import type { Deviation } from "../deviation.ts";

export const overridesDeviations: readonly Deviation[] = [];
