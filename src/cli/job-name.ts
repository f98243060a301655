import path from "node:path";
import { consistsOfNameParts } from "../text/characters.ts";

/** Variables that name the main module where the script's name says nothing (H-APP-009). */
const moduleVariables = ["HYDRA_MAIN_MODULE", "FB_PAR_MAIN_MODULE", "FB_XAR_MAIN_MODULE"];

/** The name of an app's jobs: that of its file, without extension and with nothing that a file name should not hold. */
export function detectJobName(entry: string | undefined, env: Record<string, string | undefined>): string {
  const module = moduleVariables
    .map((name) => env[name])
    .find((value) => value !== undefined && value !== "");
  const raw = module === undefined ? fileStem(entry ?? "app") : (module.split(".").at(-1) ?? module);
  return cleanName(raw) || "app";
}

const scriptExtensions = new Set([".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx"]);

/** `src/my_app.mts` is `my_app`. */
function fileStem(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf(path.sep)) + 1);
  const dot = name.lastIndexOf(".");
  return dot >= 0 && scriptExtensions.has(name.slice(dot)) ? name.slice(0, dot) : name;
}

function cleanName(name: string): string {
  if (consistsOfNameParts(name, ".-")) return name;
  return name
    .trim()
    .replaceAll(" ", "_")
    .replace(/[^\p{L}\p{N}_.-]/gu, "");
}
