import { importPeer } from "../../targets/import-peer.ts";
import type { ObjectStore, StoreSettings } from "./object-store.ts";

// The parts of Google's library that are used.
interface StorageModule {
  readonly Storage: new (options: object) => {
    bucket(name: string): { upload(file: string, options: object): Promise<unknown> };
  };
}

/** Google Cloud Storage. Large files go through a session that continues where a connection broke. */
export async function openGcsStore(bucketName: string, settings: StoreSettings): Promise<ObjectStore> {
  const { Storage } = (await importPeer("@google-cloud/storage", {
    neededBy: "hydra/callbacks=upload to gs://",
  })) as StorageModule;
  const { endpoint, retries, client, partBytes } = settings;
  const storage = new Storage({
    retryOptions: { autoRetry: retries > 0, maxRetries: retries, idempotencyStrategy: 0 },
    ...(endpoint === null ? {} : { apiEndpoint: endpoint }),
    ...client,
  });
  const bucket = storage.bucket(bucketName);
  return {
    put: ({ file, key, contentType, sha256, sizeBytes }, signal) => {
      const own = sha256 === undefined ? {} : { metadata: { sha256 } };
      const sending = bucket.upload(file, {
        destination: key,
        resumable: sizeBytes > partBytes,
        validation: sha256 === undefined ? false : "crc32c",
        metadata: { contentType, ...own },
      });
      return unlessAborted(sending, signal);
    },
    close: () => {},
  };
}

/** The library knows no signal: what it still sends is left behind. */
function unlessAborted(sending: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    sending.then(() => resolve(), reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
