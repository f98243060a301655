import type { Session } from "node:inspector";
import { HydraException } from "../errors/hydra-errors.ts";
import { writeWhole } from "../text/write-whole.ts";
import type { Callback, JobEndEvent, JobStartEvent } from "./callback.ts";
import { leavesFiles, placeFile } from "./event-places.ts";
import { PerJob } from "./per-job.ts";

/** The config of `hydra/callbacks: profile`. */
export interface ProfileConfig {
  /** Whether to write a CPU profile. @defaultValue `true` */
  readonly cpu?: boolean;
  /** Microseconds between two samples of the CPU profile. @defaultValue `1000` */
  readonly interval_us?: number;
  /**
   * `statistics`: sizes of the heap before and after; `sampling`: also where memory was allocated; `snapshot`: also everything on the
   * heap when the job ends, which takes a while; `none`. @defaultValue `statistics`
   */
  readonly heap?: "none" | "statistics" | "sampling" | "snapshot";
  /** Bytes between two samples of allocations. @defaultValue `65536` */
  readonly heap_interval_bytes?: number;
}

interface Profiling {
  readonly session: Session;
  readonly heapBefore: object;
}

const defaults = { cpu: true, interval_us: 1000, heap: "statistics", heap_interval_bytes: 65_536 } as const;

/**
 * Profiles each job: `hydra/callbacks: profile`. Writes `cpu.cpuprofile` and, as `heap` says, `heap.json`, `heap.heapprofile` and
 * `heap.heapsnapshot` into the job's directory; Chrome's DevTools and editors open them. A profile is one of the whole process, so of
 * jobs that run side by side in one process only one is profiled, and the others say so: choose `hydra/launcher=processes`.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { profile: builds(Profile, { interval_us: 100, heap: "sampling" }) } }));
 */
export class Profile implements Callback {
  readonly #config: Required<ProfileConfig>;
  readonly #jobs = new PerJob<Profiling>();
  #active = 0;

  constructor(config: ProfileConfig = {}) {
    this.#config = { ...defaults, ...config };
    for (const key of ["interval_us", "heap_interval_bytes"] as const)
      requirePositive(key, this.#config[key]);
  }

  async onJobStart(event: JobStartEvent): Promise<void> {
    if (!leavesFiles(event.config)) return;
    if (this.#active > 0) {
      event.log.warning(
        "This job is not profiled: another job of this process is. With hydra/launcher=processes each job has a process of its own",
      );
      return;
    }
    const { cpu, interval_us, heap, heap_interval_bytes } = this.#config;
    // Taken when needed: it starts a thread of its own.
    const { Session } = process.getBuiltinModule("node:inspector");
    const session = new Session();
    session.connect();
    this.#active++;
    this.#jobs.set(event, { session, heapBefore: heapStatistics() });
    if (heap === "sampling" || heap === "snapshot")
      await post(session, "HeapProfiler.startSampling", { samplingInterval: heap_interval_bytes });
    if (!cpu) return;
    await post(session, "Profiler.enable");
    await post(session, "Profiler.setSamplingInterval", { interval: interval_us });
    await post(session, "Profiler.start");
  }

  async onJobEnd(event: JobEndEvent): Promise<void> {
    const job = this.#jobs.take(event);
    if (job === undefined) return;
    const { cpu, heap } = this.#config;
    const { session, heapBefore } = job;
    const write = (name: string, text: string): void => writeWhole(placeFile(event.outputDir, name), text);
    try {
      if (cpu) {
        const { profile } = await post<{ profile: unknown }>(session, "Profiler.stop");
        write("cpu.cpuprofile", JSON.stringify(profile));
      }
      if (heap !== "none")
        write(
          "heap.json",
          `${JSON.stringify({ before: heapBefore, after: heapStatistics() }, undefined, 2)}\n`,
        );
      if (heap === "sampling" || heap === "snapshot") {
        const { profile } = await post<{ profile: unknown }>(session, "HeapProfiler.stopSampling");
        write("heap.heapprofile", JSON.stringify(profile));
      }
      if (heap === "snapshot") await writeSnapshot(session, placeFile(event.outputDir, "heap.heapsnapshot"));
    } finally {
      session.disconnect();
      this.#active--;
    }
  }
}

function heapStatistics(): object {
  const { getHeapStatistics, getHeapSpaceStatistics } = process.getBuiltinModule("node:v8");
  return { memory: process.memoryUsage(), heap: getHeapStatistics(), spaces: getHeapSpaceStatistics() };
}

function post<Result = void>(session: Session, method: string, params: object = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error: unknown, result?: object) => {
      if (error === null || error === undefined) resolve(result as Result);
      else reject(error instanceof Error ? error : new Error(`${method}: ${JSON.stringify(error)}`));
    });
  });
}

/** Comes in pieces, and may be larger than a text can be. */
async function writeSnapshot(session: Session, file: string): Promise<void> {
  const { closeSync, openSync, writeSync } = process.getBuiltinModule("node:fs");
  const descriptor = openSync(file, "w");
  const take = ({ params }: { readonly params: { readonly chunk: string } }): void => {
    writeSync(descriptor, params.chunk);
  };
  session.on("HeapProfiler.addHeapSnapshotChunk", take);
  try {
    await post(session, "HeapProfiler.takeHeapSnapshot");
  } finally {
    session.off("HeapProfiler.addHeapSnapshotChunk", take);
    closeSync(descriptor);
  }
}

function requirePositive(key: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new HydraException("CALLBACK_INVALID", `${key} of the profile is ${value}`, {
    key: `hydra.callbacks.profile.${key}`,
    hint: "it is a positive number",
  });
}
