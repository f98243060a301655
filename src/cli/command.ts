import { HydraException } from "../errors/hydra-errors.ts";
import { joinWords } from "../text/nearest.ts";
import type { CommandLine } from "./argv.ts";
import { type FlagName, flags } from "./flags.ts";

/** What a command line asks for. */
export type Command =
  | { readonly kind: "version" }
  /** Runs a saved config as it was (H-CLI-060). */
  | { readonly kind: "rerun"; readonly file: string }
  /** Composes the job of an output directory again. */
  | { readonly kind: "recompose"; readonly directory: string }
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
] as const satisfies readonly FlagName[];

/** The one command of a command line, by Hydra's precedence (H-CLI-003). */
export function commandOf({ flags: given }: CommandLine): Command {
  const rerun = given.get("experimentalRerun");
  const resolve = given.has("resolve");
  if (given.has("version")) return { kind: "version" };
  if (rerun !== undefined) return { kind: "rerun", file: rerun };
  if (given.has("help")) return { kind: "help", resolve };
  if (resolve && !given.has("cfg")) {
    throw new HydraException("USAGE", "--resolve goes with --cfg or --help only", {
      hint: "write --cfg job --resolve",
    });
  }
  if (given.has("hydraHelp")) return { kind: "hydraHelp" };
  const chosen = exclusive.filter((name) => given.has(name));
  if (chosen.length > 1) {
    const names = chosen.map((name) => flags[name].names.at(-1) ?? name);
    throw new HydraException("USAGE", `${joinWords(names, "and")} do not go together`, {
      hint: "choose one of them",
    });
  }
  return extension(given) ?? plain(given, chosen[0], resolve);
}

function extension(given: CommandLine["flags"]): Command | undefined {
  const format = formatOf(given);
  const key = given.get("explain");
  if (key !== undefined) return { kind: "explain", key, format };
  const directory = given.get("rerun");
  if (directory !== undefined) return { kind: "recompose", directory };
  return given.has("plan") ? { kind: "plan", format } : undefined;
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
    case undefined:
      return { kind: "auto" };
    default:
      return { kind: chosen };
  }
}
