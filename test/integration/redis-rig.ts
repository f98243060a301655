import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { buildModules, eventually, Program, type StartOptions, WorkerApp } from "../launch/worker-app.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A folder `node_modules` with `orochi`, and what a queue needs. */
export async function buildQueueModules(modules: string): Promise<void> {
  await buildModules(modules);
  for (const name of ["bullmq", "ioredis"])
    symlinkSync(path.join(repository, "node_modules", name), path.join(modules, name));
}

/** A Redis server of its own, on a loopback port, that writes down all it is told. */
export class RedisServer {
  readonly port: number;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "orochi-redis-"));
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
  }
  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }
  async start(): Promise<void> {
    const words = ["--port", String(this.port), "--bind", "127.0.0.1", "--appendonly", "yes", "--save", ""];
    this.#process = spawn("redis-server", [...words, "--dir", this.#folder], { stdio: "ignore" });
    await eventuallyAsync(() => this.#answers(), "start redis-server");
  }
  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    const gone = new Promise((resolve) => child?.once("exit", resolve));
    child?.kill("SIGKILL");
    await gone;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
  /** Works on a queue as another program would. */
  async withQueue<Result>(name: string, work: (queue: Queue) => Promise<Result>): Promise<Result> {
    const queue = new Queue(name, { connection: { url: this.url } });
    queue.on("error", () => {});
    try {
      return await work(queue);
    } finally {
      await queue.close();
    }
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1");
      socket.on("error", () => resolve(false));
      socket.on("data", (data) => {
        socket.destroy();
        resolve(data.toString().startsWith("+PONG"));
      });
      socket.write("PING\r\n");
    });
  }
}

/** An app with workers that take its jobs from a queue. */
export class QueueApp extends WorkerApp {
  readonly #server: RedisServer;
  readonly #bin: string;

  constructor(modules: string, server: RedisServer, files: Readonly<Record<string, string>>) {
    super(modules, files);
    this.#server = server;
    this.#bin = path.join(modules, "orochi/dist/bin.js");
  }

  /** The words of a sweep through the queue. */
  words(...args: readonly string[]): string[] {
    return [
      "-m",
      "hydra/launcher=bullmq",
      "hydra.launcher.queue=q",
      `hydra.launcher.redis='${this.#server.url}'`,
      "hydra.launcher.poll=1",
      "hydra.sweep.dir=sw",
      ...args,
    ];
  }
  sweep(args: readonly string[], options?: StartOptions): Program {
    return this.start(this.words(...args), options);
  }

  /** Starts a worker and waits until it takes jobs. */
  async worker(
    args: readonly string[] = [],
    { entry = "my_app.mjs", cwd = this.directory }: { readonly entry?: string; readonly cwd?: string } = {},
  ): Promise<Program> {
    const program = this.launchWorker(args, { entry, cwd });
    await program.printed("takes jobs from the queue");
    return program;
  }
  launchWorker(
    args: readonly string[],
    {
      entry = "my_app.mjs",
      cwd = this.directory,
      url = this.#server.url,
    }: { readonly entry?: string; readonly cwd?: string; readonly url?: string } = {},
  ): Program {
    const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env;
    const words = [this.#bin, "worker", entry, "--queue", "q", "--redis", url, ...args];
    return new Program(
      spawn(process.execPath, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true }),
    );
  }
}

/** Lines of a file that the jobs write: `<what> <num>`. */
export function linesOf(app: WorkerApp, name: string): string[] {
  return app.has(name) ? app.read(name).trimEnd().split("\n") : [];
}

async function eventuallyAsync(isSo: () => Promise<boolean>, what: string): Promise<void> {
  let answer = false;
  const timer = setInterval(() => void isSo().then((now) => (answer ||= now)), 50);
  try {
    await eventually(() => answer, what);
  } finally {
    clearInterval(timer);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
