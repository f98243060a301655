import type { Deviation } from "../deviation.ts";

export const yamlDumpDeviations: readonly Deviation[] = [];
