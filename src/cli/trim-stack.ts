/** Directory or file that holds Orochi's own code: `src/` in the repository, `dist/` once installed. */
function ownCode(): string {
  return new URL("..", import.meta.url).href;
}

/**
 * The frames of an error that lie in the user's code, from the place that threw to the task: what Orochi and Node did around it is
 * left out (H-ERR-020). All frames, when nothing of the user's is among them.
 */
export function trimStack(error: Error): string {
  const [message, frames] = splitStack(error);
  const kept = frames.filter(isUserFrame);
  return [message, ...(kept.length === 0 ? frames : kept)].join("\n");
}

/** Frames of the user's own code only; none when there are none. */
export function userFrames(error: Error): string[] {
  return splitStack(error)[1].filter(isUserFrame);
}

function splitStack(error: Error): [message: string, frames: string[]] {
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  const start = stack.search(/\n\s+at /);
  if (start === -1) return [stack, []];
  const frames = stack.slice(start + 1).split("\n");
  const end = frames.findIndex((frame) => /\binvokeTask\b/.test(frame));
  return [stack.slice(0, start), (end === -1 ? frames : frames.slice(0, end)).map(withTaskName)];
}

/** The engine calls a function that stands in `main(() => …, { configPath: … })` `main.configPath`: it is the task. */
function withTaskName(frame: string): string {
  return frame.replace(/^(\s+at (?:async )?)main\.\w+ \(/, "$1task (");
}

function isUserFrame(frame: string): boolean {
  return !frame.includes("node:") && !frame.includes("(<anonymous>)") && !isOwnFrame(frame);
}

function isOwnFrame(frame: string): boolean {
  const place = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?)(?::\d+)*\)?$/.exec(frame.trim())?.[1];
  if (place === undefined) return false;
  const own = ownCode();
  return place.startsWith(own) || place.startsWith(decodeURIComponent(own.replace(/^file:\/\//, "")));
}
