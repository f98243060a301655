import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { HydraException } from "../../errors/hydra-errors.ts";
import type { AppStamp } from "./queued-job.ts";

/** What the file of an app is now. */
export function fileStamp(script: string, version: string): AppStamp {
  const { createHash } = process.getBuiltinModule("node:crypto");
  const code = createHash("sha256").update(readFileSync(script)).digest("hex");
  return { script: path.basename(script), code: `sha256:${code}`, version };
}

/** The stamp of a file that may change while it is watched; read again only when it has. */
export class WatchedStamp {
  readonly #script: string;
  readonly #version: string;
  #mtimeMs = Number.NaN;
  #stamp: AppStamp | undefined;

  constructor(script: string, version: string) {
    this.#script = script;
    this.#version = version;
  }
  get now(): AppStamp {
    const { mtimeMs } = statSync(this.#script);
    if (this.#stamp === undefined || mtimeMs !== this.#mtimeMs) {
      this.#stamp = fileStamp(this.#script, this.#version);
      this.#mtimeMs = mtimeMs;
    }
    return this.#stamp;
  }
}

/** Why a worker cannot run a job of that app; `undefined`: it can. The name of the file does not count. */
export function mismatch(num: number, wanted: AppStamp, got: AppStamp): HydraException | undefined {
  const differences = [
    ...(wanted.code === got.code
      ? []
      : [`${got.script} is ${shortened(got.code)} here and was ${shortened(wanted.code)} for the sweep`]),
    ...(wanted.version === got.version
      ? []
      : [`Orochi is ${got.version} here and was ${wanted.version} for the sweep`]),
  ];
  if (differences.length === 0) return undefined;
  return new HydraException(
    "WORKER_MISMATCH",
    `The worker has other code than job #${num} was planned with: ${differences.join(", ")}`,
    {
      hint: "bring the worker's machine up to date and start the worker again; --on-mismatch warn runs such jobs all the same",
    },
  );
}

function shortened(code: string): string {
  return code.slice(0, "sha256:".length + 12);
}
