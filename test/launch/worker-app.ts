import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { buildJavaScript } from "../../scripts/build/javascript.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A folder `node_modules` with `orochi` as it is published. */
export async function buildModules(modules: string): Promise<void> {
  const dist = path.join(modules, "orochi/dist");
  mkdirSync(dist, { recursive: true });
  copyFileSync(path.join(repository, "package.json"), path.join(modules, "orochi/package.json"));
  await buildJavaScript(dist);
  for (const name of ["js-yaml", "yaml", "acorn", "tsx", "esbuild", "@esbuild", "get-tsconfig", "argparse"]) {
    const installed = path.join(repository, "node_modules", name);
    if (existsSync(installed)) symlinkSync(installed, path.join(modules, name));
  }
}

/** A fresh folder for {@link buildModules}. */
export function modulesFolder(): string {
  return path.join(realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-modules-"))), "node_modules");
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  /** @defaultValue `my_app.mjs` */
  readonly entry?: string;
  /** @defaultValue the Node of this process */
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs. */
export class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode) => resolve({ exitCode, stdout: this.stdout, stderr: this.stderr }));
    });
  }
  /** Waits until a text was printed. */
  async printed(text: string): Promise<void> {
    await eventually(() => this.stdout.includes(text) || this.stderr.includes(text), `print ${text}`);
  }
  /** To the program and whatever is in its group, as a terminal does it. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? 0), signal);
  }
}

/** An app of plain JavaScript in a folder of its own. */
export class WorkerApp {
  readonly directory: string;

  constructor(modules: string, files: Readonly<Record<string, string>>) {
    this.directory = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-workers-")));
    symlinkSync(modules, path.join(this.directory, "node_modules"), "dir");
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.directory, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  start(
    args: readonly string[],
    { entry = "my_app.mjs", node, nodeArgs = [], env }: StartOptions = {},
  ): Program {
    const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...inherited } = process.env;
    const child = spawn(node ?? process.execPath, [...nodeArgs, entry, ...args], {
      cwd: this.directory,
      env: { ...inherited, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    return new Program(child);
  }
  run(args: readonly string[], options?: StartOptions): Promise<Ended> {
    return this.start(args, options).ended;
  }

  has(name: string): boolean {
    return existsSync(path.join(this.directory, name));
  }
  read(name: string): string {
    return readFileSync(path.join(this.directory, name), "utf8");
  }
  result(name: string): { readonly status: string; readonly returnValue?: unknown; readonly error?: Facts } {
    return JSON.parse(this.read(path.join(name, ".hydra/result.json")));
  }
  /** What the journal says of one job. */
  events(sweep: string, num: number): string[] {
    return this.read(path.join(sweep, "journal.jsonl"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly event: string; readonly num?: number })
      .filter((entry) => entry.num === num)
      .map(({ event }) => event);
  }
  /** Processes that run in the folder. */
  processes(): number[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && this.#runsHere(name))
      .map(Number);
  }
  #runsHere(pid: string): boolean {
    try {
      return realpathSync(`/proc/${pid}/cwd`).startsWith(this.directory);
    } catch {
      return false;
    }
  }

  [Symbol.dispose](): void {
    for (const pid of this.processes()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It is gone.
      }
    }
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Facts {
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

/** Asks again and again, for as long as a busy machine may need. */
export async function eventually(isSo: () => boolean, what: string, withinMs = 30_000): Promise<void> {
  const limit = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > limit) throw new Error(`it did not ${what}`);
    await sleep(20);
  }
}
