import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const programs = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd"];
const required = process.env["OROCHI_REQUIRE_SERVICES"] === "1";

/** Why there can be no cluster here; `undefined` when there can. */
export function whyNoCluster(): string | undefined {
  const missing = programs.filter((program) => !isProgram(program));
  const why =
    missing.length > 0
      ? `${missing.join(", ")} are missing: apt-get install --no-install-recommends slurm-wlm munge`
      : process.getuid?.() === 0
        ? undefined
        : "the daemons of Slurm run as root";
  if (why !== undefined && required) throw new Error(`Slurm is required here, but ${why}`);
  if (why !== undefined) console.warn(`\n!!! The tests with a real Slurm are SKIPPED: ${why}\n`);
  return why;
}

function isProgram(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}

/**
 * A Slurm of one node, in a folder and on ports of its own, with an authentication service of its own: it meets no other one on the
 * machine, and nothing of it is left.
 */
export class SlurmCluster {
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #daemons: ChildProcess[] = [];
  readonly #ports: readonly number[];

  private constructor(folder: string, ports: readonly number[]) {
    this.#folder = folder;
    this.#ports = ports;
    this.env = { SLURM_CONF: path.join(folder, "slurm.conf") };
  }

  static async start(): Promise<SlurmCluster> {
    const folder = mkdtempSync(path.join(tmpdir(), "orochi-slurm-"));
    const cluster = new SlurmCluster(folder, [await freePort(), await freePort()]);
    try {
      await cluster.#start();
      return cluster;
    } catch (error) {
      const logs = ["munged.log", "slurmctld.log", "slurmd.log"].map((name) => cluster.#logOf(name));
      await cluster.stop();
      throw new Error(`Slurm did not start: ${String(error)}\n${logs.join("\n")}`, { cause: error });
    }
  }

  /** Runs a command of Slurm. */
  run(command: string, ...words: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, ...this.env };
      execFile(command, words, { env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${command} ${words.join(" ")}: ${stderr}`));
      });
    });
  }

  async stop(): Promise<void> {
    await this.run("scancel", "--user=root").catch(() => {});
    await this.#until(async () => (await this.run("squeue", "--noheader")) === "").catch(() => {});
    for (const daemon of this.#daemons.toReversed()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      const ended = new Promise((resolve) => daemon.once("close", resolve));
      daemon.kill("SIGTERM");
      const kill = setTimeout(() => daemon.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(kill);
    }
    this.#killSteps();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #start(): Promise<void> {
    const at = (name: string): string => path.join(this.#folder, name);
    chmodSync(this.#folder, 0o755);
    for (const name of ["spool", "state"]) mkdirSync(at(name));
    writeFileSync(at("munge.key"), randomBytes(1024), { mode: 0o400 });
    writeFileSync(at("slurm.conf"), this.#configuration());
    const munge = [
      "key-file=munge.key",
      "log-file=munged.log",
      "pid-file=munged.pid",
      "seed-file=munged.seed",
    ];
    const words = [...munge, "socket=munge.socket"].map(
      (word) => `--${word.replace("=", `=${this.#folder}/`)}`,
    );
    this.#spawn("munged", "--foreground", "--force", ...words);
    await this.#until(() => this.#runs("munge", "--no-input", `--socket=${at("munge.socket")}`));
    this.#spawn("slurmctld", "-D");
    await this.#until(() => this.#runs("scontrol", "ping"));
    this.#spawn("slurmd", "-D");
    await this.#until(async () => /^idle/m.test(await this.run("sinfo", "--noheader", "--format=%t")));
  }

  #configuration(): string {
    const [controllerPort, nodePort] = this.#ports;
    const name = hostname().split(".", 1)[0] ?? "node";
    const folder = this.#folder;
    return [
      `ClusterName=orochi`,
      `SlurmctldHost=${name}(127.0.0.1)`,
      "SlurmUser=root",
      "SlurmdUser=root",
      "AuthType=auth/munge",
      "CryptoType=crypto/munge",
      // A job that is queued again waits as long as a credential lives.
      `AuthInfo=socket=${folder}/munge.socket,cred_expire=5`,
      "MpiDefault=none",
      "ProctrackType=proctrack/linuxproc",
      "TaskPlugin=task/none",
      "JobAcctGatherType=jobacct_gather/none",
      "AccountingStorageType=accounting_storage/none",
      "SelectType=select/cons_tres",
      "SelectTypeParameters=CR_Core",
      "SchedulerType=sched/backfill",
      "SchedulerParameters=sched_interval=2,bf_interval=2,batch_sched_delay=0,sched_min_interval=100000",
      "SlurmdParameters=config_overrides",
      "ReturnToService=2",
      `SlurmctldPort=${controllerPort}`,
      `SlurmdPort=${nodePort}`,
      `StateSaveLocation=${folder}/state`,
      `SlurmdSpoolDir=${folder}/spool`,
      `SlurmctldPidFile=${folder}/slurmctld.pid`,
      `SlurmdPidFile=${folder}/slurmd.pid`,
      `SlurmctldLogFile=${folder}/slurmctld.log`,
      `SlurmdLogFile=${folder}/slurmd.log`,
      "MinJobAge=300",
      "MaxArraySize=101",
      "KillWait=6",
      "PropagateResourceLimits=NONE",
      `NodeName=${name} NodeAddr=127.0.0.1 CPUs=4 RealMemory=4000 State=UNKNOWN`,
      "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
      "",
    ].join("\n");
  }

  #spawn(program: string, ...words: string[]): void {
    const env = { ...process.env, ...this.env };
    const daemon = spawn(`/usr/sbin/${program}`, words, { env, stdio: "ignore" });
    daemon.on("error", () => {});
    this.#daemons.push(daemon);
  }

  #runs(command: string, ...words: string[]): Promise<boolean> {
    return this.run(command, ...words).then(
      (text) => !text.includes("DOWN"),
      () => false,
    );
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const limit = Date.now() + 60_000;
    while (!(await isSo().catch(() => false))) {
      const dead = this.#daemons.find(({ exitCode }) => exitCode !== null);
      if (dead !== undefined) throw new Error(`${dead.spawnfile} ended with code ${dead.exitCode}`);
      if (Date.now() > limit) throw new Error("it took longer than a minute");
      await sleep(100);
    }
  }

  /** Whoever watched over a job, should the controller not have come to end it. */
  #killSteps(): void {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        if (environment.includes(`SLURM_CONF=${this.#folder}`) && Number(pid) !== process.pid)
          process.kill(Number(pid), "SIGKILL");
      } catch {
        // It is gone.
      }
    }
  }

  #logOf(name: string): string {
    try {
      return `${name}:\n${readFileSync(path.join(this.#folder, name), "utf8").slice(-2000)}`;
    } catch {
      return `${name}: none`;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
