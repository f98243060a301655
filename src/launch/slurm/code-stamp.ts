import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * Tells the code of an app: the version of Orochi, and a fingerprint of the app's file. A job that finds another one where it runs
 * says so.
 */
export function codeStamp(version: string, entry: string | undefined): string {
  return `${version} ${entry === undefined ? "" : fingerprintOf(entry)}`;
}

function fingerprintOf(file: string): string {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
  } catch {
    return "";
  }
}
