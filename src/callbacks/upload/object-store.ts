/** A file on its way. */
export interface Shipment {
  /** Absolute path of the file. */
  readonly file: string;
  readonly sizeBytes: number;
  /** The content, of files that go in one part. */
  readonly body: Buffer | undefined;
  /** Where it goes, below the root of the store: `/`-separated. */
  readonly key: string;
  readonly contentType: string;
  /** Of its content, in hexadecimal digits; `undefined` when nobody asked for it. */
  readonly sha256: string | undefined;
}

/** Somewhere files can be put. */
export interface ObjectStore {
  /** Puts a file there as a whole or not at all. What a store can try again by itself, it does. */
  put(shipment: Shipment, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** What all stores are opened with. */
export interface StoreSettings {
  readonly retries: number;
  readonly partBytes: number;
  readonly region: string | null;
  readonly endpoint: string | null;
  /** Goes to the client of the storage library as it is. */
  readonly client: Readonly<Record<string, unknown>>;
}

/** Makes the store of one bucket or folder. */
export type OpenStore = (bucket: string, settings: StoreSettings) => Promise<ObjectStore>;
