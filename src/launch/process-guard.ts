import type { ChildProcess } from "node:child_process";

/** Reads "+ pid" and "- pid", and when nothing more comes kills the groups that are left. */
const shellGuard = `pids=
while read -r word pid; do
  if [ "$word" = + ]; then pids="$pids $pid"
  else
    left=
    for one in $pids; do [ "$one" = "$pid" ] || left="$left $one"; done
    pids=$left
  fi
done
for one in $pids; do kill -9 "-$one" || kill -9 "$one"; done 2>/dev/null
`;

/** The same, where there is no shell. */
const nodeGuard = `const pids = new Set();
require("node:readline").createInterface({ input: process.stdin })
  .on("line", (line) => { const [word, pid] = line.split(" "); if (word === "+") pids.add(pid); else pids.delete(pid); })
  .on("close", () => { for (const pid of pids) for (const one of [-pid, pid]) try { process.kill(Number(one), "SIGKILL"); break; } catch {} });
`;

/**
 * Sees to it that no worker is left when this process is gone, whatever ended it. A worker that computes without a pause cannot see
 * that its parent died; so a small shell, which hears of the end by its closed stdin, kills the process groups of those that are left.
 */
export class ProcessGuard {
  readonly #pids = new Set<number>();
  #guard: ChildProcess | undefined;
  readonly #onExit = (): void => {
    for (const pid of this.#pids) killGroup(pid);
  };

  /** Before the first worker starts: one that is not guarded yet would outlive a program that is killed in that moment. */
  open(): void {
    // A job object does it on Windows.
    if (process.platform === "win32") return;
    this.#guard ??= this.#start("/bin/sh", ["-c", shellGuard]);
  }
  add(pid: number): void {
    if (this.#pids.size === 0) process.on("exit", this.#onExit);
    this.#pids.add(pid);
    this.#tell(`+ ${pid}`);
  }
  remove(pid: number): void {
    if (!this.#pids.delete(pid)) return;
    this.#tell(`- ${pid}`);
    if (this.#pids.size === 0) process.off("exit", this.#onExit);
  }
  /** Lets the guard go; with workers left, they go too. */
  close(): void {
    this.#guard?.stdin?.end();
    this.#guard = undefined;
  }

  /** In a session of its own: whoever kills this process's group does not kill the guard with it. */
  #start(command: string, args: readonly string[]): ChildProcess {
    const { spawn } = process.getBuiltinModule("node:child_process");
    const guard = spawn(command, args, { detached: true, stdio: ["pipe", "ignore", "ignore"], cwd: "/" });
    guard.on("error", () => {
      if (command === process.execPath || this.#guard !== guard) return;
      this.#guard = this.#start(process.execPath, ["-e", nodeGuard]);
      for (const pid of this.#pids) this.#tell(`+ ${pid}`);
    });
    guard.stdin?.on("error", () => {});
    guard.unref();
    (guard.stdin as (NodeJS.WritableStream & { unref?: () => void }) | null)?.unref?.();
    return guard;
  }
  #tell(line: string): void {
    this.#guard?.stdin?.write(`${line}\n`);
  }
}

/** Kills a worker and what it has started. */
export function killGroup(pid: number): void {
  for (const target of process.platform === "win32" ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
      return;
    } catch {
      // It is gone already.
    }
  }
}
