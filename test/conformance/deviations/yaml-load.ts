import type { Deviation } from "../deviation.ts";

export const yamlLoadDeviations: readonly Deviation[] = [
  {
    ids: ["yl-p-map-030", "yl-p-map-031"],
    reason: "A key that stands twice in one mapping is an error whatever its kind, not only for text keys.",
    spec: "oddity 13",
  },
  {
    ids: ["yl-p-map-035"],
    reason: "A tab between a key's ':' and its value is accepted.",
    spec: "oddity 13",
  },
];
