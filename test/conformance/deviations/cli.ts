import type { Deviation } from "../deviation.ts";

export const cliDeviations: readonly Deviation[] = [
  {
    ids: ["cli-p-cfg-012"],
    reason: "the hydra node is resolved while the app's keys are there to be pointed at",
    spec: "oddity 6",
  },
  {
    ids: ["cli-p-multirun-006"],
    reason: "swept booleans are written as they were typed",
    spec: "oddity 1",
  },
  {
    ids: ["cli-p-multirun-011"],
    reason: "--run wins over hydra.mode: MULTIRUN, as --multirun does over RUN",
    spec: "oddity 5",
  },
  {
    ids: ["cli-p-interleaved-002", "cli-p-interleaved-003", "cli-p-interleaved-005"],
    reason: "flags and overrides may stand in any order",
    spec: "oddity 2, H-CLI-001",
  },
  {
    ids: ["cli-p-output-files-009"],
    reason: "letters of all scripts are accepted in values without quotes",
    spec: "H-OVR-009, as in the override corpus",
  },
  {
    ids: ["cli-p-generated-033"],
    reason: "_group_ in a package header is refused instead of becoming a key",
    spec: "H-PKG-006",
  },
];
