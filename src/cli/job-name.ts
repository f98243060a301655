import path from "node:path";

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

/** `src/my_app.mts` is `my_app`; the file `index` says less than its directory. */
function fileStem(file: string): string {
  return path.basename(file).replace(/\.[cm]?[jt]sx?$/, "");
}

function cleanName(name: string): string {
  if (/^[\w.-]*$/.test(name)) return name;
  return name
    .trim()
    .replaceAll(" ", "_")
    .replace(/[^\p{L}\p{N}_.-]/gu, "");
}
