import type { Deviation } from "../deviation.ts";

export const accessDeviations: readonly Deviation[] = [
  {
    ids: ["ac-p-get-010"],
    reason: "get(index, default) answers the default when the index is out of range, as for mappings",
    spec: "oddity 27",
  },
  {
    ids: ["ac-p-delattr-002"],
    reason: "all ways to delete a key are one: struct mode and schemas forbid it",
    spec: "O-CFM-003 (attribute deletion ignores struct)",
  },
  {
    ids: ["ac-p-insert-002"],
    reason: "inserting beyond the end appends, as in every list",
    spec: "O-CFM-003 (plain list semantics), O-ACC-016 [2.4]",
  },
];
