import { HydraException } from "../errors/hydra-errors.ts";
import { importModule } from "./import-module.ts";

/**
 * Imports an optional package, which is there only where somebody installed it.
 *
 * @param install - what to install, as npm is told it
 * @throws {HydraException} code `PACKAGE_MISSING`.
 */
export async function importPeer(
  name: string,
  { neededBy, install = name }: { readonly neededBy: string; readonly install?: string },
): Promise<unknown> {
  try {
    return await importModule(name);
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause;
    throw new HydraException(
      "PACKAGE_MISSING",
      `${neededBy} needs the package ${name}, which is not installed`,
      {
        hint: `npm install ${install}`,
      },
    );
  }
}

function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const { code, message } = error;
  return (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && message.includes(`'${name}'`);
}
