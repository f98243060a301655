import { HydraException } from "../errors/hydra-errors.ts";
import { joinWords } from "../text/nearest.ts";
import type { CommandLine } from "./argv.ts";
import { type FlagName, flags } from "./flags.ts";

/** What a command line asks for. */
export type Command =
  | { readonly kind: "version" }
  /** Runs a saved config as it was (H-CLI-060). */
  | { readonly kind: "rerun"; readonly file: string }
  | { readonly kind: "help"; readonly resolve: boolean }
  | { readonly kind: "hydraHelp" }
  | {
      readonly kind: "cfg";
      readonly what: string;
      readonly package: string | undefined;
      readonly resolve: boolean;
      readonly format: OutputFormat;
    }
  | { readonly kind: "info"; readonly what: string; readonly format: OutputFormat }
  | { readonly kind: "shellCompletion" }
  | { readonly kind: "explain"; readonly key: string; readonly format: OutputFormat }
  | { readonly kind: "plan"; readonly format: OutputFormat }
  /** Goes on with a sweep. */
  | {
      readonly kind: "resume";
      /** `last`: the one that ran last. */
      readonly directory: string;
      readonly retryFailed: boolean;
      readonly force: boolean;
      /** Waits for the jobs that the sweep submitted. */
      readonly attach: boolean;
    }
  | { readonly kind: "run" }
  | { readonly kind: "multirun" }
  /** Neither flag: `hydra.mode` decides. */
  | { readonly kind: "auto" };

/** For people, or for programs. */
export type OutputFormat = "text" | "json";

const exclusive = [
  "run",
  "multirun",
  "cfg",
  "info",
  "shellCompletion",
  "explain",
  "plan",
  "resume",
  "attach",
] as const satisfies readonly FlagName[];

/** Flags that change what another one does, and nothing else. */
const companions: readonly (readonly [name: FlagName, of: readonly FlagName[]])[] = [
  ["resolve", ["cfg", "help"]],
  ["format", ["cfg", "info", "plan", "explain"]],
  ["retryFailed", ["resume"]],
  ["force", ["resume", "attach"]],
];

/** The one command of a command line, by Hydra's precedence (H-CLI-003). */
export function commandOf({ flags: given }: CommandLine): Command {
  const rerun = given.get("experimentalRerun");
  const resolve = given.has("resolve");
  if (given.has("version")) return { kind: "version" };
  if (rerun !== undefined && given.has("rerun")) throw apart(["experimentalRerun", "rerun"]);
  if (rerun !== undefined) return { kind: "rerun", file: rerun };
  if (given.has("help")) return { kind: "help", resolve };
  requireCompanions(given);
  if (given.has("hydraHelp")) return { kind: "hydraHelp" };
  const chosen = exclusive.filter((name) => given.has(name));
  // What a sweep would do can be shown in place of doing it, and what is resumed is a sweep.
  const isShownSweep =
    chosen.length === 2 &&
    given.has("multirun") &&
    (given.has("plan") || given.has("resume") || given.has("attach"));
  for (const name of ["resume", "attach"] as const)
    if (given.has(name) && given.has("rerun")) throw apart([name, "rerun"]);
  if (chosen.length > 1 && !isShownSweep) throw apart(chosen);
  return plain(
    given,
    chosen.find((name) => !isShownSweep || name !== "multirun"),
    resolve,
  );
}

function requireCompanions(given: CommandLine["flags"]): void {
  for (const [name, wanted] of companions) {
    if (!given.has(name) || wanted.some((flag) => given.has(flag))) continue;
    const spelled = wanted.map(spell);
    throw new HydraException("USAGE", `${spell(name)} goes with ${joinWords(spelled, "or")} only`, {
      hint: `write ${spelled[0]} ${name === "retryFailed" || name === "force" ? "last" : "job"} ${spell(name)}${flags[name].placeholder === undefined ? "" : ` ${given.get(name)}`}`,
    });
  }
}

function apart(names: readonly FlagName[]): HydraException {
  return new HydraException("USAGE", `${joinWords(names.map(spell), "and")} do not go together`, {
    hint: "choose one of them",
  });
}

function spell(name: FlagName): string {
  return flags[name].names.at(-1) ?? name;
}

function formatOf(given: CommandLine["flags"]): OutputFormat {
  return given.get("format") === "json" ? "json" : "text";
}

function plain(
  given: CommandLine["flags"],
  chosen: (typeof exclusive)[number] | undefined,
  resolve: boolean,
): Command {
  const format = formatOf(given);
  switch (chosen) {
    case "cfg":
      return { kind: "cfg", what: given.get("cfg") ?? "job", package: given.get("package"), resolve, format };
    case "info":
      return { kind: "info", what: given.get("info") ?? "all", format };
    case "explain":
      return { kind: "explain", key: given.get("explain") ?? "", format };
    case "plan":
      return { kind: "plan", format };
    case "resume":
    case "attach":
      return {
        kind: "resume",
        directory: given.get(chosen) ?? "last",
        retryFailed: given.has("retryFailed"),
        force: given.has("force"),
        attach: chosen === "attach",
      };
    case undefined:
      return { kind: "auto" };
    default:
      return { kind: chosen };
  }
}
