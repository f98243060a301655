import path from "node:path";
import { fileURLToPath } from "node:url";
import { HydraException } from "../../errors/hydra-errors.ts";
import { hydraText, startDirectory, textAt } from "../event-places.ts";
import { openFolderStore } from "./folder-store.ts";
import { openGcsStore } from "./gcs-store.ts";
import type { OpenStore } from "./object-store.ts";
import { openS3Store } from "./s3-store.ts";

/** Where an `upload` goes: a bucket or folder, and what all keys in it begin with. */
export interface UploadTarget {
  readonly open: OpenStore;
  /** Name of the bucket, or absolute path of the folder. */
  readonly bucket: string;
  /** `""` or a path that ends with `/`. */
  readonly start: string;
}

/**
 * Reads `s3://bucket/prefix`, `gs://bucket/prefix`, `file:///folder` or the path of a folder, relative to `directory`.
 *
 * @throws {HydraException} code `CALLBACK_INVALID`.
 */
export function uploadTarget(url: string, directory: string): UploadTarget {
  // A config that names the class alone may have none.
  if (typeof url !== "string") throw invalidUrl(String(url), "it needs a url");
  const [, scheme, rest = ""] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(url) ?? [];
  switch (scheme?.toLowerCase()) {
    case "s3":
      return bucketOf(rest, url, openS3Store);
    case "gs":
      return bucketOf(rest, url, openGcsStore);
    case "file":
      return { open: openFolderStore, bucket: folderOf(url), start: "" };
    case undefined:
      return { open: openFolderStore, bucket: path.resolve(directory, url), start: "" };
    default:
      throw invalidUrl(url, `there is no storage for ${scheme}://`);
  }
}

function bucketOf(rest: string, url: string, open: OpenStore): UploadTarget {
  const [bucket = "", ...names] = rest.split("/");
  if (bucket === "") throw invalidUrl(url, "it names no bucket");
  const start = names.filter((name) => name !== "").join("/");
  return { open, bucket, start: start === "" ? "" : `${start}/` };
}

function folderOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw invalidUrl(url, "the path of a file: URL is absolute");
  }
}

function invalidUrl(url: string, why: string): HydraException {
  return new HydraException("CALLBACK_INVALID", `'${url}' is nowhere to upload to: ${why}`, {
    key: "hydra.callbacks.upload.url",
    hint: "s3://bucket/prefix, gs://bucket/prefix, file:///folder, or the path of a folder",
  });
}

/**
 * The prefix of a job: `{dir}` is its output directory as seen from where the program was started, `{key}` any value of its config.
 *
 * @throws {HydraException} code `CALLBACK_INVALID`.
 */
export function prefixOf(template: string, config: unknown, outputDir: string): string {
  const filled = template.replaceAll(/\{([^{}]+)\}/g, (_whole, key: string) => {
    const value =
      key === "dir" ? directoryName(config, outputDir) : (textAt(config, key) ?? hydraText(config, key));
    if (value !== undefined) return value;
    throw new HydraException(
      "CALLBACK_INVALID",
      `The prefix '${template}' names '${key}', which has no value`,
      {
        key: "hydra.callbacks.upload.prefix",
        hint: "{dir}, or a key of the job's config such as {hydra.job.num}",
      },
    );
  });
  const names = filled.split(/[/\\]+/).filter((name) => name !== "" && name !== ".");
  if (names.includes(".."))
    throw new HydraException("CALLBACK_INVALID", `The prefix '${filled}' leads out of its place`, {
      key: "hydra.callbacks.upload.prefix",
      hint: "leave '..' out of it",
    });
  return names.map((name) => `${name}/`).join("");
}

/** A directory that lies elsewhere goes by its last name. */
function directoryName(config: unknown, outputDir: string): string {
  const relative = path.relative(startDirectory(config), outputDir);
  const isOutside = relative.startsWith("..") || path.isAbsolute(relative);
  return (isOutside ? path.basename(outputDir) : relative).split(path.sep).join("/");
}
