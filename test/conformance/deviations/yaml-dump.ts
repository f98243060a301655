import type { Deviation } from "../deviation.ts";

export const yamlDumpDeviations: readonly Deviation[] = [
  {
    ids: ["yd-p-num-022"],
    reason: "Paths are written as plain text, which every YAML reader understands.",
    spec: "oddity 15, O-DMP-006",
  },
];
