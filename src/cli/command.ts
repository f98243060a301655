import { HydraException } from "../errors/hydra-errors.ts";
import { joinWords } from "../text/nearest.ts";
import type { CommandLine } from "./argv.ts";
import { type FlagName, flags } from "./flags.ts";

/** What a command line asks for. */
export type Command =
  | { readonly kind: "version" }
  | { readonly kind: "rerun"; readonly file: string }
  | { readonly kind: "help"; readonly resolve: boolean }
  | { readonly kind: "hydraHelp" }
  | {
      readonly kind: "cfg";
      readonly what: string;
      readonly package: string | undefined;
      readonly resolve: boolean;
    }
  | { readonly kind: "info"; readonly what: string }
  | { readonly kind: "shellCompletion" }
  | { readonly kind: "explain"; readonly key: string }
  | { readonly kind: "plan" }
  | { readonly kind: "run" }
  | { readonly kind: "multirun" }
  /** Neither flag: `hydra.mode` decides. */
  | { readonly kind: "auto" };

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
  const key = given.get("explain");
  if (key !== undefined) return { kind: "explain", key };
  return given.has("plan") ? { kind: "plan" } : undefined;
}

function plain(
  given: CommandLine["flags"],
  chosen: (typeof exclusive)[number] | undefined,
  resolve: boolean,
): Command {
  switch (chosen) {
    case "cfg":
      return { kind: "cfg", what: given.get("cfg") ?? "job", package: given.get("package"), resolve };
    case "info":
      return { kind: "info", what: given.get("info") ?? "all" };
    case undefined:
      return { kind: "auto" };
    default:
      return { kind: chosen };
  }
}
