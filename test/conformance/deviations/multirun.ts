import type { Deviation } from "../deviation.ts";

export const multirunDeviations: readonly Deviation[] = [
  {
    ids: ["multirun-p-batches-006", "multirun-p-batches-007"],
    reason: "Booleans in job overrides are lower case; they read back the same.",
    spec: "H-OVR-018, oddity 1",
  },
  {
    ids: [
      "multirun-p-simple-010",
      "multirun-p-dirname-005",
      "multirun-p-generated-015",
      "multirun-p-generated-022",
      "multirun-p-generated-035",
      "multirun-p-generated-040",
      "multirun-p-generated-043",
      "multirun-p-generated-044",
    ],
    reason: "A deletion without value stays without value in the jobs of a sweep.",
    spec: "H-SWP-028, oddity 11",
  },
  {
    ids: ["multirun-p-choice-009", "multirun-p-choice-010"],
    reason: "Text that would read as a number is written in quotes, so that a job gets what the sweep said.",
    spec: "H-OVR-019, oddity 2",
  },
  {
    ids: ["multirun-p-range-008"],
    reason: "Ranges of floats are exact in decimals.",
    spec: "H-FUN-021 (Adopt 1.4), oddity 10",
  },
  {
    ids: ["multirun-p-choice-011"],
    reason: "json_str of Hydra 1.4 is there; the override corpus measures it on 1.4.",
    spec: "H-FUN-018",
  },
];
