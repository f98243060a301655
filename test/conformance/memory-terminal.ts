import path from "node:path";
import type { Terminal } from "../../src/cli/terminal.ts";

/** A terminal of its own: nothing of this process is changed or written to. */
export interface MemoryTerminal extends Terminal {
  /** What went to stdout and stderr so far. */
  output(): { readonly stdout: string; readonly stderr: string; readonly exitCode: number | undefined };
  /** As Ctrl-C does. */
  interrupt(): void;
}

export function memoryTerminal(
  root: string,
  argv: readonly string[],
  env: Record<string, string | undefined> = { ...process.env },
): MemoryTerminal {
  let directory = root;
  let stdout = "";
  let stderr = "";
  let exitCode: number | undefined;
  const listeners = new Set<() => void>();
  return {
    argv,
    script: path.join(root, "my_app.py"),
    cwd: () => directory,
    chdir: (next) => {
      directory = path.resolve(directory, next);
    },
    env,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    setExitCode: (code) => {
      exitCode = code;
    },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    leave: async (code) => {
      exitCode = code;
    },
    output: () => ({ stdout, stderr, exitCode }),
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
}
