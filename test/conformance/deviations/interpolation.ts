import type { Deviation } from "../deviation.ts";

export const interpolationDeviations: readonly Deviation[] = [
  {
    ids: ["in-p-nested-003", "in-p-nested-004"],
    reason: "a nested interpolation that gives an int is a usable key: ${shelf[${i}]} finds item i",
    spec: "oddity 16: accept",
  },
  {
    ids: ["in-p-resolver-014"],
    reason: "paths walk into plain lists and mappings that a resolver returned",
    spec: "oddity 17: accept",
  },
  {
    ids: ["in-p-env-007"],
    reason: "a list or mapping as default of oc.env stays what it is instead of becoming Python text",
    spec: "oddity 18: do not copy for containers",
  },
];
