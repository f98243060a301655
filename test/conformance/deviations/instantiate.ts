import type { Deviation } from "../deviation.ts";

export const instantiateDeviations: readonly Deviation[] = [
  {
    ids: ["instantiate-p-call-site-004"],
    reason:
      "a mapping given at the call replaces a plain mapping; it merges only into typed nodes and targets",
    spec: "H-INS-015 c (Adopt 1.4)",
  },
  {
    ids: ["instantiate-p-nested-011"],
    reason: "_recursive_: false on a mapping without target is honoured",
    spec: "H-INS-015 g (Adopt 1.4)",
  },
  {
    ids: ["instantiate-p-convert-003"],
    reason: "an unknown _convert_ is an error with the nearest mode",
    spec: "H-INS-016 (Adopt error)",
  },
  {
    ids: ["instantiate-p-convert-struct-010"],
    reason: "values given at the call are not converted to the field's type",
    spec: "H-INS-015 f (Adopt 1.4)",
  },
  {
    ids: ["instantiate-p-interpolation-009"],
    reason: "values are resolved once, when reached: an escaped interpolation stays text",
    spec: "H-INS-015 a (Adopt 1.4)",
  },
  {
    ids: ["instantiate-p-interpolation-013"],
    reason: "plain text with an interpolation is refused at the call",
    spec: "H-INS-015 d (Adopt 1.4)",
  },
  {
    ids: ["instantiate-p-convert-013"],
    reason: "a key that stands twice in one mapping is an error whatever its kind; true equals 1",
    spec: "oddity 13 (YAML: reject all duplicates)",
  },
];
