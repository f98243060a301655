import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { buildModules, modulesFolder, type Program, WorkerApp } from "../launch/worker-app.ts";
import { SlurmCluster, whyNoCluster } from "./slurm-cluster.ts";

/** What the tests of one file share. */
export interface SlurmRig {
  readonly cluster: SlurmCluster;
  /** A file that serves the contract of launchers. */
  readonly contractApp: string;
  /** An app in a folder of its own. */
  app(files: Readonly<Record<string, string>>): WorkerApp;
  /** Starts its `my_app.mjs` with the launcher, which does not wait for long. */
  start(app: WorkerApp, ...args: string[]): Program;
  /** The same command line with nothing added. */
  startPlain(app: WorkerApp, ...args: string[]): Program;
}

/** Looks often: the tests have no time. */
export const quick = ["hydra.launcher.poll_interval=0.3", "hydra.launcher.file_delay=1"];

/** Tests with a real Slurm of their own; without one on the machine they are skipped, and say so. */
export function describeSlurm(title: string, body: (rig: SlurmRig) => void): void {
  const why = whyNoCluster();
  describe.skipIf(why !== undefined)(`slurm: ${title}`, () => {
    const modules = modulesFolder();
    const contractApp = path.join(path.dirname(modules), "contract-app.mjs");
    let cluster: SlurmCluster | undefined;
    beforeAll(async () => {
      await buildModules(modules);
      writeFileSync(contractApp, 'import { contractMain } from "orochi/testing";\nvoid contractMain();\n');
      cluster = await SlurmCluster.start();
      Object.assign(process.env, cluster.env);
    });
    afterAll(async () => {
      await cluster?.stop();
      delete process.env["SLURM_CONF"];
      rmSync(path.dirname(modules), { recursive: true, force: true });
    });
    const startPlain: SlurmRig["startPlain"] = (app, ...args) => app.start(args, { env: cluster?.env ?? {} });
    body({
      get cluster() {
        if (cluster === undefined) throw new Error("Slurm is not started yet");
        return cluster;
      },
      contractApp,
      app: (files) => new WorkerApp(modules, files),
      startPlain,
      start: (app, ...args) =>
        startPlain(app, "-m", "hydra/launcher=slurm", "hydra.sweep.dir=sw", ...quick, ...args),
    });
  });
}

/** The name in Slurm of the job at a place of the first array of a sweep. */
export function taskName(app: WorkerApp, place: number): string {
  const { id } = JSON.parse(app.read("sw/.slurm/1/array.json")) as { readonly id: string };
  return `${id}_${place}`;
}
