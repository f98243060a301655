import type { Deviation } from "../deviation.ts";

export const foundingDeviations: readonly Deviation[] = [
  {
    ids: ["founding-hardcoded-018", "founding-group-013", "founding-group-016"],
    reason: "flags and overrides may stand in any order",
    spec: "H-CLI-001 (Adopt 1.4)",
  },
];
