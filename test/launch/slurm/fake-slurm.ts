import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What the commands of Slurm do, in shell. Commands that are not given are not there. */
export interface FakeCommands {
  readonly sbatch?: string;
  readonly squeue?: string;
  readonly scontrol?: string;
  readonly scancel?: string;
  readonly sacct?: string;
}

/** Submits nothing, and says that it did. */
export const accepting = 'printf "%s\\n" "$@" > "$CALLS/sbatch"\necho 42';

/** Writes commands that stand in for Slurm's into a folder, and answers the environment in which they are found. */
export function fakeSlurm(directory: string, commands: FakeCommands): Readonly<Record<string, string>> {
  const bin = path.join(directory, "bin");
  mkdirSync(bin);
  for (const [name, body] of Object.entries({ scontrol: "true", scancel: "true", ...commands })) {
    const file = path.join(bin, name);
    writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\n`);
    chmodSync(file, 0o755);
  }
  return { PATH: bin, CALLS: directory };
}

/** They, in a folder of their own: for what a real cluster does not do at will. */
export class FakeSlurm {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;

  constructor(commands: FakeCommands) {
    this.directory = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-fake-slurm-")));
    this.env = fakeSlurm(this.directory, commands);
  }
  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
