import type { Deviation } from "../deviation.ts";

export const yamlLoadDeviations: readonly Deviation[] = [];
