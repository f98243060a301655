import type { Deviation } from "../deviation.ts";

export const completionDeviations: readonly Deviation[] = [
  {
    ids: ["completion-p-keys-017", "completion-p-flags-011", "completion-p-flags-012"],
    reason: "a half-typed word earlier on the line is no error: what can still be completed is offered",
    spec: "oddity 8",
  },
  {
    ids: ["completion-p-store-001"],
    reason: "members of enums are offered by the name that can be typed",
    spec: "oddity 7",
  },
  {
    ids: ["completion-p-groups-025"],
    reason: "a group for another package, `+db@backup=`, completes to the options of the group",
    spec: "H-CMP-007 (options of the group before '=')",
  },
];
