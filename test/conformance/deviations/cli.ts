import type { Deviation } from "../deviation.ts";

export const cliDeviations: readonly Deviation[] = [];
