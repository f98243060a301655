import type { Deviation } from "../deviation.ts";

export const typedDeviations: readonly Deviation[] = [
  {
    ids: ["ty-p-listops-005"],
    reason: "a dotlist entry with a list index changes the item, wherever the dotlist is applied",
    spec: "oddity 21",
  },
  {
    ids: [
      "ty-p-listops-012",
      "ty-p-struct-028",
      "ty-p-unionops-009",
      "ty-p-interp-015",
      "ty-p-interp-016",
      "ty-p-interp-017",
      "ty-p-interpres-005",
      "ty-p-interpres-006",
      "ty-p-interpres-007",
    ],
    reason:
      "what an interpolation gives is checked and converted for lists, mappings, structs and unions too",
    spec: "oddity 23 (check all), O-INT-007",
  },
  {
    ids: ["ty-p-tuple-001", "ty-p-tuple-002"],
    reason: "every item of a tuple has its own type, and the length counts",
    spec: "oddity 24, O-24-001",
  },
  {
    ids: [
      "ty-p-structcoll-007",
      "ty-p-structcoll-011",
      "ty-p-structcoll-014",
      "ty-p-dict-073",
      "ty-p-dict-074",
      "ty-p-dict-076",
    ],
    reason: "errors below lists and mappings of containers carry the full key, not its last part",
    spec: "oddity 26, O-CFM-003",
  },
  {
    ids: ["ty-p-unionops-010"],
    reason: "a union may have lists and mappings among its members",
    spec: "O-24-002; types come from schemas that people have (design D3)",
  },
];
