import type { ChildProcess } from "node:child_process";
import { fstatSync } from "node:fs";

/** How long the program may take to leave after a second Ctrl-C, in seconds. */
const patience = 2;

/** Hears Ctrl-C as the program does, being in its group. `read` fails when it comes, and when the program has ended. */
const shellScript = `program=$1 count=$2 seen=0
trap 'count=$((count + 1)); if [ "$count" -gt 1 ]; then end; fi' INT
end() {
  sleep ${patience}
  kill -9 "$program" 2> /dev/null && echo "The program computes without a pause and was killed: no end hooks ran" >&2
  exit
}
while :; do
  read -r line && continue
  [ "$count" -gt "$seen" ] || exit 0
  seen=$count
done
`;

let watcher: ChildProcess | undefined;

/** Whether this process has a terminal: it does not change, and each job of a sweep asks. */
let inTerminal: boolean | undefined;

/**
 * Sees to it that a second Ctrl-C ends the program also while it computes without a pause where nothing can break it off, as an async task
 * does that does not await for long: then no handler of a signal runs. A small shell counts, and kills the program when it does not leave
 * by itself. Only in a terminal: a signal that is sent to this process alone reaches no other.
 *
 * @param heard - how many have come already
 */
export function watchSecondInterrupt(heard = 0): void {
  if (watcher !== undefined || process.platform === "win32" || !(inTerminal ??= isInTerminal())) return;
  const { spawn } = process.getBuiltinModule("node:child_process");
  const child = spawn("/bin/sh", ["-c", shellScript, "sh", String(process.pid), String(heard)], {
    stdio: ["pipe", "ignore", "inherit"],
    cwd: "/",
  });
  // Without a shell, the second Ctrl-C counts at the next pause.
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  child.unref();
  (child.stdin as NodeJS.WritableStream & { unref?: () => void }).unref?.();
  watcher = child;
}

export function stopWatchingSecondInterrupt(): void {
  watcher?.kill("SIGKILL");
  watcher = undefined;
}

function isInTerminal(): boolean {
  return [0, 1, 2].some(isTerminal);
}

function isTerminal(descriptor: number): boolean {
  try {
    // What cannot be one is not worth loading a module for.
    return (
      fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(descriptor)
    );
  } catch {
    return false;
  }
}
