import type { Deviation } from "../deviation.ts";

export const callbacksDeviations: readonly Deviation[] = [
  {
    ids: ["callbacks-p-order-004"],
    reason: "a callback without _target_ ends the run before any job instead of warning at every event",
    spec: "H-CBK-001",
  },
];
