import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fileSha256 } from "./file-sha256.ts";
import type { ObjectStore, Shipment, StoreSettings } from "./object-store.ts";
import { withRetries } from "./with-retries.ts";

/** A folder, such as one that is mounted from elsewhere. */
export function openFolderStore(folder: string, { retries }: StoreSettings): Promise<ObjectStore> {
  const put = async ({ file, key, sha256 }: Shipment, signal: AbortSignal): Promise<void> => {
    const target = path.join(folder, ...key.split("/"));
    const draft = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
    await mkdir(path.dirname(target), { recursive: true });
    try {
      const { pipeline } = process.getBuiltinModule("node:stream/promises");
      await pipeline(createReadStream(file), createWriteStream(draft), { signal });
      if (sha256 !== undefined && (await fileSha256(draft)) !== sha256)
        throw new Error(`${target} did not arrive as it was sent`);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  };
  return Promise.resolve({
    put: (shipment, signal) => withRetries(() => put(shipment, signal), { retries, signal }),
    close: () => {},
  });
}
