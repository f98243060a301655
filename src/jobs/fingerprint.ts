import { readFileSync } from "node:fs";

/** What tells one content of a file from another: `sha256:` and 64 hexadecimal digits. */
export function fingerprint(content: string | Buffer): string {
  const { createHash } = process.getBuiltinModule("node:crypto");
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** The fingerprint of a file as it is now; `undefined` when it cannot be read. */
export function fileFingerprint(file: string): string | undefined {
  try {
    return fingerprint(readFileSync(file));
  } catch {
    return undefined;
  }
}
