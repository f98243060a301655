import path from "node:path";
import { shownUrl } from "../../launch/bullmq/queue-link.ts";
import { QueueWorker } from "../../launch/bullmq/queue-worker.ts";
import type { Terminal } from "../terminal.ts";
import { workerHelp, workerOptions } from "./worker-options.ts";

/** `orochi worker …`: takes jobs from a queue until it is told to stop. */
export async function workerCommand(argv: readonly string[], terminal: Terminal): Promise<void> {
  const options = workerOptions(argv, terminal);
  if (options === undefined) {
    terminal.stdout.write(workerHelp);
    return;
  }
  const { place, program, concurrency } = options;
  const tell = (message: string): void => void terminal.stderr.write(`[orochi worker] ${message}\n`);
  const told = untilTold(terminal);
  try {
    const worker = await QueueWorker.start({ ...options, tell });
    const app = path.relative(program.cwd, program.script);
    tell(
      `${app} takes jobs from the queue ${place.queue} at ${shownUrl(place.url)}, ${concurrency} at a time`,
    );
    await told.stop;
    tell("takes no further job; waiting for those that run, Ctrl-C again leaves at once");
    await worker.close();
  } finally {
    told.done();
  }
}

/** Settled by Ctrl-C or SIGTERM. The second one ends the program. */
function untilTold(terminal: Terminal): { readonly stop: Promise<void>; readonly done: () => void } {
  let resolve: () => void = () => {};
  const stop = new Promise<void>((settle) => (resolve = settle));
  let count = 0;
  const done = terminal.onInterrupt(() => {
    if (++count > 1) void terminal.leave(130);
    resolve();
  });
  return { stop, done };
}
