import { createReadStream } from "node:fs";
import { importPeer } from "../../targets/import-peer.ts";
import type { ObjectStore, Shipment, StoreSettings } from "./object-store.ts";

// The parts of the AWS SDK that are used. Its own types would bind everybody who type-checks against Orochi to the package.
interface S3Client {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
}
interface ClientModule {
  readonly S3Client: new (config: object) => S3Client;
  readonly PutObjectCommand: new (input: object) => object;
}
interface UploadModule {
  readonly Upload: new (options: object) => { done(): Promise<unknown>; abort(): Promise<unknown> };
}

/** S3 takes parts of this size and more. */
const smallestPart = 5 * 2 ** 20;
/** Parts of one file under way at once. */
const partsAtOnce = 4;

/** S3, and what speaks its protocol. Large files go in parts; of a file that fails none are left behind. */
export async function openS3Store(bucket: string, settings: StoreSettings): Promise<ObjectStore> {
  const neededBy = "hydra/callbacks=upload to s3://";
  const install = "@aws-sdk/client-s3 @aws-sdk/lib-storage";
  const { S3Client, PutObjectCommand } = (await importPeer("@aws-sdk/client-s3", {
    neededBy,
    install,
  })) as ClientModule;
  const { Upload } = (await importPeer("@aws-sdk/lib-storage", { neededBy, install })) as UploadModule;
  const { region, endpoint, retries, client: options } = settings;
  const client = new S3Client({
    // Bodies are in memory part by part, so the library can try each request again, with growing pauses.
    maxAttempts: retries + 1,
    ...(region === null ? {} : { region }),
    // Servers other than Amazon's seldom have a host name for every bucket.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true, region: region ?? "us-east-1" }),
    ...options,
  });
  const partBytes = Math.max(smallestPart, settings.partBytes);

  const inOne = async (shipment: Shipment, signal: AbortSignal): Promise<void> => {
    const { sha256 } = shipment;
    const checksum =
      sha256 === undefined ? {} : { ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64") };
    const command = new PutObjectCommand({ ...paramsOf(shipment), ...checksum, Body: shipment.body });
    await client.send(command, { abortSignal: signal });
  };

  const inParts = async (shipment: Shipment, signal: AbortSignal): Promise<void> => {
    const checksum = shipment.sha256 === undefined ? {} : { ChecksumAlgorithm: "SHA256" };
    const params = {
      ...paramsOf(shipment),
      ...checksum,
      Body: createReadStream(shipment.file, { highWaterMark: 2 ** 20 }),
    };
    const upload = new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce });
    const abort = (): void => void upload.abort().catch(() => {});
    signal.addEventListener("abort", abort, { once: true });
    try {
      signal.throwIfAborted();
      await upload.done();
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };

  const paramsOf = ({ key, contentType, sha256 }: Shipment): object => ({
    Bucket: bucket,
    Key: key,
    ContentType: contentType,
    ...(sha256 === undefined ? {} : { Metadata: { sha256 } }),
  });

  return {
    put: (shipment, signal) => (shipment.body === undefined ? inParts : inOne)(shipment, signal),
    close: () => client.destroy(),
  };
}
