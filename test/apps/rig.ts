import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const tsxLoader = pathToFileURL(path.join(repository, "node_modules/tsx/dist/loader.mjs")).href;

export interface AppResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** @defaultValue `my_app.ts` */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all output so far, whenever some arrives; for tests that act while the program runs. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** A small application in a fresh folder of its own, run as a real process. Dispose of it to remove the folder. */
export class App {
  readonly directory: string;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.directory = mkdtempSync(path.join(tmpdir(), "orochi-app-"));
    symlinkSync(path.join(repository, "node_modules"), path.join(this.directory, "node_modules"), "dir");
    this.write(files);
  }

  /** An application of `examples/`, copied. */
  static example(name: string): App {
    const app = new App();
    cpSync(path.join(repository, "examples", name), app.directory, { recursive: true });
    return app;
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.directory, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  read(name: string): string {
    return readFileSync(path.join(this.directory, name), "utf8");
  }

  /** Every file below the folder except the modules, sorted, with `/`. */
  files(): string[] {
    return readdirSync(this.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(this.directory, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
      )
      .filter((name) => !name.startsWith("node_modules/"))
      .sort();
  }

  /** Runs the entry with the sources of this repository as `orochi`. Never rejects on a non-zero exit. */
  run(
    args: readonly string[],
    { entry = "my_app.ts", env = {}, onOutput }: RunOptions = {},
  ): Promise<AppResult> {
    const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...inherited } = process.env;
    const child = spawn(process.execPath, ["--import", tsxLoader, entry, ...args], {
      cwd: this.directory,
      env: { ...inherited, TSX_TSCONFIG_PATH: path.join(repository, "tsconfig.json"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onOutput?.(stdout + stderr, kill);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onOutput?.(stdout + stderr, kill);
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
    });
  }

  /** Runs a line of bash in the folder. */
  shell(line: string): AppResult {
    const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...inherited } = process.env;
    const { status, signal, stdout, stderr } = spawnSync("bash", ["-c", line], {
      cwd: this.directory,
      encoding: "utf8",
      env: { ...inherited, TSX_TSCONFIG_PATH: path.join(repository, "tsconfig.json") },
    });
    return { exitCode: status, signal, stdout, stderr };
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Text with time stamps, durations and the given folder replaced by `<DATE> <TIME>`, `<SECONDS>` and `<ROOT>`. */
export function normalise(text: string, directory?: string): string {
  const rooted = directory === undefined ? text : text.replaceAll(directory, "<ROOT>");
  return rooted
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3}/g, "<DATE> <TIME>")
    .replace(/\d{4}-\d{2}-\d{2}\/\d{2}-\d{2}-\d{2}/g, "<DATE>/<TIME>")
    .replace(/Took \d+\.\d{2} seconds/g, "Took <SECONDS> seconds");
}
