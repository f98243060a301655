import { createReadStream } from "node:fs";

/** The SHA-256 of some bytes, in hexadecimal digits. */
export function sha256Of(bytes: Buffer): string {
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(bytes).digest("hex");
}

/** The SHA-256 of a file's content, in hexadecimal digits. */
export async function fileSha256(file: string): Promise<string> {
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
