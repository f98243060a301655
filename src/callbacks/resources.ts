import type { Worker } from "node:worker_threads";
import type { Callback, JobEndEvent, JobStartEvent } from "./callback.ts";
import { leavesFiles, placeFile } from "./event-places.ts";
import { PerJob } from "./per-job.ts";

/** The config of `hydra/callbacks: resources`. */
export interface ResourcesConfig {
  /** Seconds between two samples. @defaultValue `1` */
  readonly interval?: number;
  /** The file of samples in the job's directory; `null` for none. @defaultValue `resources.csv` */
  readonly file?: string | null;
}

/** What the sampler tells in the end. */
interface Peak {
  readonly peak_memory_mb: number;
  readonly cpu_seconds: number;
  readonly cpu_percent: number;
  readonly peak_cpu_percent: number;
}

/**
 * Samples processor and memory while a job runs: `hydra/callbacks: resources`. Samples go to `resources.csv` in the job's directory,
 * peaks into its record. They are those of the job's process: with `hydra/launcher=processes` its own, otherwise shared with the jobs
 * beside it. Samples are taken in a thread, also while the task computes without a pause.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { resources: builds(Resources, { interval: 10 }) } }));
 */
export class Resources implements Callback {
  readonly #intervalMs: number;
  readonly #file: string | null;
  readonly #samplers = new PerJob<Worker>();

  constructor({ interval = 1, file = "resources.csv" }: ResourcesConfig = {}) {
    this.#intervalMs = Math.max(10, 1000 * interval);
    this.#file = file;
  }

  async onJobStart(event: JobStartEvent): Promise<void> {
    const isWritten = this.#file !== null && leavesFiles(event.config);
    const file = isWritten && this.#file !== null ? placeFile(event.outputDir, this.#file) : null;
    // Taken when needed: most programs have no threads (D13).
    const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
    const sampler = new Thread(samplerCode, {
      eval: true,
      workerData: { intervalMs: this.#intervalMs, file },
      // Neither the loaders of the app nor what it has in its environment.
      execArgv: [],
      env: {},
    });
    sampler.unref();
    this.#samplers.set(event, sampler);
    await answerOf(sampler);
  }

  async onJobEnd(event: JobEndEvent): Promise<void> {
    const sampler = this.#samplers.take(event);
    if (sampler === undefined) return;
    sampler.ref();
    const told = answerOf<Peak>(sampler);
    // A worker thread, not a window: there is no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    sampler.postMessage("end");
    const peak = await told;
    event.note("resources", peak);
    event.log.info(`Peak memory ${peak.peak_memory_mb} MB, CPU ${peak.cpu_percent} %`);
    await sampler.terminate();
  }
}

function answerOf<Answer>(sampler: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      sampler.off("message", take).off("error", fail);
    };
    const take = (answer: Answer): void => {
      end();
      resolve(answer);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    sampler.on("message", take).on("error", fail);
  });
}

/** Runs in a thread: there, too, CPU time and resident memory are those of the whole process. */
const samplerCode = `
const { parentPort, workerData } = require("node:worker_threads");
const { appendFileSync, writeFileSync } = require("node:fs");
const { loadavg } = require("node:os");
const { intervalMs, file } = workerData;
const start = performance.now();
const startUsage = process.cpuUsage();
let lastTime = start, lastUsage = startUsage, peakMemory = 0, peakCpu = 0, failed = file === null;
const cpuOf = (usage) => (usage.user + usage.system) / 1e6;
const round = (value, digits) => Number(value.toFixed(digits));
function sample() {
  const now = performance.now();
  const usage = process.cpuUsage();
  const elapsed = (now - lastTime) / 1000;
  const percent = elapsed > 0 ? (100 * (cpuOf(usage) - cpuOf(lastUsage))) / elapsed : 0;
  const memory = process.memoryUsage.rss() / 2 ** 20;
  lastTime = now;
  lastUsage = usage;
  peakMemory = Math.max(peakMemory, memory);
  if (elapsed > 0.005) peakCpu = Math.max(peakCpu, percent);
  if (failed) return;
  const line = [new Date().toISOString(), round((now - start) / 1000, 3), round(percent, 1), round(memory, 1), round(loadavg()[0], 2)];
  try { appendFileSync(file, line.join(",") + "\\n"); } catch { failed = true; }
}
if (!failed) try { writeFileSync(file, "time,seconds,cpu_percent,memory_mb,load\\n"); } catch { failed = true; }
sample();
const timer = setInterval(sample, intervalMs);
parentPort.on("message", () => {
  clearInterval(timer);
  sample();
  const seconds = (performance.now() - start) / 1000;
  const cpu = cpuOf(process.cpuUsage()) - cpuOf(startUsage);
  parentPort.postMessage({
    peak_memory_mb: round(peakMemory, 1),
    cpu_seconds: round(cpu, 3),
    cpu_percent: round(seconds > 0 ? (100 * cpu) / seconds : 0, 1),
    peak_cpu_percent: round(peakCpu, 1),
  });
});
parentPort.postMessage("ready");
`;
