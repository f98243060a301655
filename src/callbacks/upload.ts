import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { toPlain } from "../config/to-object.ts";
import { findNode } from "../config/view.ts";
import { isOrochiError } from "../errors/base.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { Callback, JobEndEvent } from "./callback.ts";
import { leavesFiles, startDirectory } from "./event-places.ts";
import { contentTypeOf } from "./upload/content-type.ts";
import { fileSha256, sha256Of } from "./upload/file-sha256.ts";
import { Limiter } from "./upload/limiter.ts";
import type { ObjectStore } from "./upload/object-store.ts";
import { pathGlob } from "./upload/path-glob.ts";
import { prefixOf, uploadTarget } from "./upload/upload-target.ts";

/** The config of `hydra/callbacks: upload`. */
export interface UploadConfig {
  /** `s3://bucket/prefix`, `gs://bucket/prefix`, `file:///folder`, or the path of a folder. */
  readonly url: string;
  /** Where a job's files go below that: `{dir}` is its output directory, `{key}` a value of its config. @defaultValue `{dir}` */
  readonly prefix?: string;
  /** Files to upload: paths in the job's directory, with `*`, `**`, `?` and `{a,b}`. @defaultValue all */
  readonly include?: readonly string[];
  /** Files among them to leave out. @defaultValue none */
  readonly exclude?: readonly string[];
  /** Which jobs: all of them, or only those that completed. @defaultValue `always` */
  readonly when?: "always" | "success";
  /** Tries after the first one, of each file or part. @defaultValue `4` */
  readonly retries?: number;
  /** Files under way at once, of all jobs of a process. @defaultValue `4` */
  readonly concurrency?: number;
  /** Files larger than this go in parts of this size. @defaultValue `8` */
  readonly part_size_mb?: number;
  /** Whether contents are compared on arrival, and their SHA-256 is kept as metadata. @defaultValue `true` */
  readonly checksum?: boolean;
  /** Seconds that uploads may go on after Ctrl-C. @defaultValue `10` */
  readonly grace?: number;
  /** Content types by ending, such as `{.npz: application/zip}`; others are known. @defaultValue none */
  readonly content_types?: Readonly<Record<string, string>>;
  /** Region of the bucket. @defaultValue what the environment says */
  readonly region?: string | null;
  /** Address of a server that speaks the protocol, such as `http://localhost:9000`. @defaultValue that of the provider */
  readonly endpoint?: string | null;
  /** Further options of the storage library's client. @defaultValue none */
  readonly client?: Readonly<Record<string, unknown>>;
}

const defaults = {
  prefix: "{dir}",
  include: ["**"],
  exclude: [],
  when: "always",
  retries: 4,
  concurrency: 4,
  part_size_mb: 8,
  checksum: true,
  grace: 10,
  content_types: {},
  region: null,
  endpoint: null,
  client: {},
} as const satisfies Omit<Required<UploadConfig>, "url">;

/**
 * Uploads the directory of each job, records included: `hydra/callbacks: upload`. It does so beside the jobs that follow; the run
 * waits for it before it ends, after Ctrl-C for `grace` seconds. Credentials are found as the storage library finds them.
 *
 * Needs `@aws-sdk/client-s3` and `@aws-sdk/lib-storage` for `s3://`, and `@google-cloud/storage` for `gs://`.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { upload: builds(Upload, { url: "s3://results", exclude: ["*.ckpt"] }) } }));
 */
export class Upload implements Callback {
  readonly #config: Required<UploadConfig>;
  readonly #limiter: Limiter;
  readonly #include: readonly RegExp[];
  readonly #exclude: readonly RegExp[];
  #store: Promise<ObjectStore> | undefined;

  constructor(config: UploadConfig) {
    const { client = {}, content_types = {}, ...given } = config;
    this.#config = {
      ...defaults,
      ...given,
      client: plainData(client),
      content_types: plainData(content_types),
    };
    this.#limiter = new Limiter(this.#config.concurrency);
    this.#include = this.#config.include.map(pathGlob);
    this.#exclude = this.#config.exclude.map(pathGlob);
    // What cannot be right is told before any job.
    uploadTarget(this.#config.url, process.cwd());
  }

  onJobEnd({ config, jobReturn, outputDir, signal, note, log, later }: JobEndEvent): void {
    if (!leavesFiles(config)) return;
    if (this.#config.when === "success" && jobReturn.status !== "completed") return;
    const target = uploadTarget(this.#config.url, startDirectory(config));
    const start = target.start + prefixOf(this.#config.prefix, config, outputDir);
    const place = `${this.#config.url.replace(/\/+$/, "")}/${start.slice(target.start.length)}`;
    note("upload", { url: place });
    later(async () => {
      const grace = new Grace(signal, this.#config.grace);
      try {
        const store = await (this.#store ??= target.open(target.bucket, {
          ...this.#config,
          partBytes: this.#config.part_size_mb * 2 ** 20,
        }));
        const files = this.#filesIn(outputDir);
        const put = (name: string): Promise<string | undefined> =>
          this.#limiter.run(() =>
            this.#put(store, { directory: outputDir, name, key: start + name }, grace.signal),
          );
        const failures = (await Promise.all(files.map(put))).filter((failure) => failure !== undefined);
        if (failures.length > 0) throw uploadFailed(failures, files.length, place);
        log.info(`Uploaded ${files.length} files to ${place}`);
      } finally {
        grace.end();
      }
    });
  }

  async onRunEnd(): Promise<void> {
    await this.#close();
  }
  async onMultirunEnd(): Promise<void> {
    await this.#close();
  }

  /** Paths below a directory, with `/`. Links to directories are not followed. */
  #filesIn(directory: string): string[] {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() || (entry.isSymbolicLink() && isFile(path.join(entry.parentPath, entry.name))),
      )
      .map((entry) =>
        path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
      )
      .filter(
        (name) =>
          this.#include.some((glob) => glob.test(name)) && !this.#exclude.some((glob) => glob.test(name)),
      )
      .sort();
  }

  /** Answers what went wrong. */
  async #put(
    store: ObjectStore,
    { directory, name, key }: { readonly directory: string; readonly name: string; readonly key: string },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const file = path.join(directory, name);
    try {
      signal.throwIfAborted();
      const sizeBytes = statSync(file).size;
      const body = sizeBytes > this.#config.part_size_mb * 2 ** 20 ? undefined : await readFile(file);
      const sha256 = this.#config.checksum
        ? await (body === undefined ? fileSha256(file) : sha256Of(body))
        : undefined;
      const contentType = contentTypeOf(name, this.#config.content_types);
      await store.put({ file, sizeBytes, body, key, contentType, sha256 }, signal);
      return undefined;
    } catch (error) {
      return `${name}: ${signal.aborted ? "the run was cancelled" : reasonOf(error)}`;
    }
  }

  async #close(): Promise<void> {
    const store = this.#store;
    this.#store = undefined;
    (await store?.catch(() => undefined))?.close();
  }
}

/** A config as plain data: the libraries write into the objects that they get. */
function plainData<Data>(value: Data): Data {
  const node = findNode(value);
  return node === undefined ? value : (toPlain(node, { resolve: true }) as Data);
}

/** Ends uploads some time after Ctrl-C. */
class Grace {
  readonly #controller = new AbortController();
  readonly #signal: AbortSignal;
  readonly #hurry: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal, seconds: number) {
    this.#signal = signal;
    this.#hurry = () => {
      this.#timer ??= setTimeout(
        () => this.#controller.abort(new Error("the run was cancelled")),
        1000 * seconds,
      );
    };
    signal.addEventListener("abort", this.#hurry, { once: true });
    if (signal.aborted) this.#hurry();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#hurry);
  }
}

function isFile(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isFile() === true;
}

/** Names that are enough for a reader; the records of storage are where the rest stands. */
const mostNamed = 5;

function uploadFailed(failures: readonly string[], count: number, place: string): HydraException {
  const named = failures.slice(0, mostNamed).join("; ");
  const more = failures.length > mostNamed ? `; and ${failures.length - mostNamed} more` : "";
  return new HydraException(
    "UPLOAD_FAILED",
    `${failures.length} of ${count} files were not uploaded to ${place}: ${named}${more}`,
    { key: "hydra.callbacks.upload", hint: "the files are still in the job's directory" },
  );
}

function reasonOf(error: unknown): string {
  if (isOrochiError(error))
    return error.hint === undefined ? error.summary : `${error.summary} (${error.hint})`;
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  return message === "" || message === name ? name : name === "Error" ? message : `${name}: ${message}`;
}
