import type { Deviation } from "../deviation.ts";

const generated = (...numbers: readonly string[]): string[] =>
  numbers.map((number) => `compose-p-generated-${number}`);

export const composeDeviations: readonly Deviation[] = [
  {
    ids: ["compose-p-basic-019"],
    reason: "the function json_str of 1.4 exists",
    spec: "H-FUN-018; the override corpus measures it on 1.4",
  },
  {
    ids: ["compose-p-sweep-in-run-011"],
    reason: "the function extend_list of 1.4 exists; that the value is no list is found when it is applied",
    spec: "H-FUN-019, H-ERR-113; the override corpus measures it on 1.4",
  },
  {
    ids: ["compose-p-override-errors-021"],
    reason: "an empty key is a mistake of the override's text",
    spec: "section 16 (empty override key)",
  },
  {
    ids: [
      "compose-p-override-errors-010",
      "compose-p-null-choice-003",
      "compose-p-null-choice-006",
      "compose-p-missing-choice-011",
      "compose-p-keyword-named-groups-002",
    ],
    reason: "group=null on the command line means what it means in a file",
    spec: "oddity 4",
  },
  {
    ids: [
      "compose-p-deletions-011",
      "compose-p-deletions-014",
      "compose-p-missing-choice-012",
      "compose-p-list-configs-009",
      "compose-p-store-schema-types-030",
    ],
    reason: "keys that hold null or ???, and items of lists, can be deleted",
    spec: "H-APL-008, oddity 3",
  },
  {
    ids: [
      "compose-p-package-header-004",
      "compose-p-package-header-007",
      ...generated("024", "026", "042", "073", "080", "082", "091", "095", "100", "108", "128", "141"),
    ],
    reason: "_group_ and _name_ in a package header are refused instead of becoming keys",
    spec: "H-PKG-006",
  },
  {
    ids: ["compose-p-package-header-primary-004"],
    reason: "groups added on the command line are absolute, whatever the primary config's package is",
    spec: "H-DEF-022",
  },
  {
    ids: ["compose-p-override-order-003"],
    reason: "the last override of a defaults list wins",
    spec: "H-DEF-037",
  },
  {
    ids: ["compose-p-options-list-017"],
    reason: "~group removes an item with a list of options",
    spec: "H-DEF-044",
  },
  {
    ids: ["compose-p-interpolation-defaults-007"],
    reason: "a defaults list interpolates choices only, no resolvers",
    spec: "H-DEF-040",
  },
  {
    ids: ["compose-p-interpolation-defaults-008", "compose-p-interpolation-defaults-015"],
    reason: "interpolated items see all choices of the tree, wherever they are made",
    spec: "section 3.4 ('implement exactly' the 1.4 form: H-DEF-038)",
  },
  {
    ids: ["compose-p-hydra-cli-001"],
    reason: "hydra.job.chdir is false by default, not null",
    spec: "section 5.1 (job.chdir)",
  },
  {
    ids: [
      "compose-p-store-same-name-001",
      "compose-p-store-same-name-002",
      "compose-p-store-same-name-003",
      "compose-p-store-same-name-004",
      "compose-p-store-same-name-005",
      "compose-p-store-same-name-006",
      "compose-p-mixed-store-and-file-001",
      "compose-p-mixed-store-and-file-003",
    ],
    reason:
      "a stored schema is not matched to a file by its name; a defaults list says which schema a config has",
    spec: "H-CST-005",
  },
  {
    ids: ["compose-p-store-struct-nesting-005", "compose-p-store-struct-nesting-006"],
    reason:
      "+key creates the entries of a mapping of structs, checked against their schema; the command line would have no way to add one",
    spec: "H-APL-006 (an absent key, intermediates are created), H-APL-010",
  },
  {
    ids: ["compose-p-same-name-005"],
    reason:
      "a config that is included twice has what its file says both times; the reference shows what was merged into it at the first place",
    spec: "H-PKG-010 (the loaded content, in a fresh mapping), H-CST-003",
  },
  {
    ids: ["compose-p-extend-004"],
    reason: "paths with .. in a defaults list are refused",
    spec: "H-DEF-019",
  },
  {
    ids: ["compose-p-keyword-named-groups-005"],
    reason: "unknown keywords before a group are refused",
    spec: "H-DEF-012",
  },
];
