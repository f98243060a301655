import { whenMade, writeTo } from "../jobs/late-streams.ts";
import { JobServer } from "../jobs/serve-jobs.ts";
import { readJobMessage, wrapMessage } from "../launch/job-messages.ts";
import type { WorkerRole } from "../launch/worker-command.ts";
import { withTargets } from "../targets/active-targets.ts";
import { CancellationSource } from "../jobs/cancellation.ts";
import { createAppRun } from "./app-run.ts";
import { type AppDefinition, openApp } from "./app.ts";
import { exitCodes } from "./exit-codes.ts";
import { reportError } from "./report-error.ts";
import type { AppOutcome } from "./run-app.ts";
import type { Terminal } from "./terminal.ts";
import { workerSurroundings } from "./worker-surroundings.ts";

/**
 * Takes jobs from the process that started this one, until that lets go of it (design D9). Does not return: what a program does
 * after `main()` is for the process that runs the sweep.
 */
export function serveAsWorker(
  definition: AppDefinition,
  terminal: Terminal,
  { startedAt, startMark }: WorkerRole,
): Promise<AppOutcome> {
  const surroundings = workerSurroundings(terminal, startedAt);
  try {
    const app = openApp(definition, {}, surroundings);
    withTargets(app.targets, () => serve(app));
  } catch (error) {
    reportError(error, terminal);
    process.exit(exitCodes.failure);
  }
  return new Promise(() => {});

  function serve(app: ReturnType<typeof openApp>): void {
    const marks = [new MarkWriter("stdout"), new MarkWriter("stderr")];
    const mark = async (text: string): Promise<void> => {
      await Promise.all(marks.map((one) => one.write(text)));
    };
    const server = new JobServer({
      app: createAppRun(app, surroundings, new CancellationSource()),
      context: () => app.context(),
      send: (message) => void process.send?.(wrapMessage(message)),
      onJobOver: async ({ endMark }) => {
        if (endMark !== undefined) await mark(endMark);
      },
    });
    process.on("message", (value) => {
      const message = readJobMessage(value);
      if (message !== undefined) void server.receive(message);
    });
    process.on("disconnect", () => void server.settled().then(() => process.exit(exitCodes.ok)));
    // The process that runs the sweep hears of it as well, and tells the jobs.
    process.on("SIGINT", () => {});
    const ready = (): void => void process.send?.(wrapMessage({ type: "ready" }));
    if (startMark === undefined) ready();
    else void mark(startMark).then(ready);
  }
}

/**
 * Writes to a stream as Node made it: tasks may replace its methods, or close it. One that nobody has asked for is not made for this: it
 * would take a tenth of the life of a process that runs one short job.
 */
class MarkWriter {
  readonly #name: "stdout" | "stderr";
  #stream: NodeJS.WriteStream | undefined;
  #write: NodeJS.WriteStream["write"] | undefined;

  constructor(name: "stdout" | "stderr") {
    this.#name = name;
    whenMade(name, (stream) => {
      this.#stream = stream;
      this.#write = stream.write.bind(stream);
    });
  }

  /** Settled when the text, and all that was written before, has gone out. */
  write(text: string): Promise<void> {
    if (this.#stream !== undefined) return this.#flush(text);
    return writeTo(this.#name, text) ? Promise.resolve() : this.#flush("");
  }

  #flush(text: string): Promise<void> {
    return new Promise((resolve) => {
      const stream = this.#stream;
      if (stream === undefined || stream.destroyed || stream.writableEnded) resolve();
      else this.#write?.(text, () => resolve());
    });
  }
}
