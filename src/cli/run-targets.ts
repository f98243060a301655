import { Environment } from "../callbacks/environment.ts";
import { Git } from "../callbacks/git.ts";
import { Latest } from "../callbacks/latest.ts";
import { LogJobReturn } from "../callbacks/log-job-return.ts";
import { Notify } from "../callbacks/notify.ts";
import { Otel } from "../callbacks/otel.ts";
import { Profile } from "../callbacks/profile.ts";
import { Resources } from "../callbacks/resources.ts";
import { SaveJobInfo } from "../callbacks/save-job-info.ts";
import { Summary } from "../callbacks/summary.ts";
import { TimeIt } from "../callbacks/time-it.ts";
import { Upload } from "../callbacks/upload.ts";
import { BasicLauncher } from "../launch/basic-launcher.ts";
import { BullmqLauncher } from "../launch/bullmq/bullmq-launcher.ts";
import { ConcurrentLauncher } from "../launch/concurrent-launcher.ts";
import { JoblibLauncher } from "../launch/joblib-launcher.ts";
import { ProcessesLauncher } from "../launch/processes-launcher.ts";
import { SlurmLauncher } from "../launch/slurm/slurm-launcher.ts";
import { BasicSweeper } from "../sweep/basic-sweeper.ts";
import { RowsSweeper } from "../sweep/rows-sweeper.ts";
import { TargetRegistry } from "../targets/registry.ts";

/** What the built-in configs name, by target and by the names that directories written for Hydra use. Most runs need none of it. */
const shipped: ReadonlyMap<string, () => unknown> = new Map<string, () => unknown>([
  ["orochi:BasicLauncher", () => BasicLauncher],
  ["orochi:BullmqLauncher", () => BullmqLauncher],
  ["orochi:ConcurrentLauncher", () => ConcurrentLauncher],
  ["orochi:JoblibLauncher", () => JoblibLauncher],
  ["orochi:ProcessesLauncher", () => ProcessesLauncher],
  ["orochi:SlurmLauncher", () => SlurmLauncher],
  ["orochi:BasicSweeper", () => BasicSweeper],
  ["orochi:RowsSweeper", () => RowsSweeper],
  ["orochi:LogJobReturn", () => LogJobReturn],
  ["orochi:SaveJobInfo", () => SaveJobInfo],
  ["orochi:TimeIt", () => TimeIt],
  ["orochi:Git", () => Git],
  ["orochi:Environment", () => Environment],
  ["orochi:Latest", () => Latest],
  ["orochi:Summary", () => Summary],
  ["orochi:Upload", () => Upload],
  ["orochi:Profile", () => Profile],
  ["orochi:Resources", () => Resources],
  ["orochi:Notify", () => Notify],
  ["orochi:Otel", () => Otel],
  ["hydra._internal.core_plugins.basic_launcher.BasicLauncher", () => BasicLauncher],
  ["hydra_plugins.hydra_joblib_launcher.joblib_launcher.JoblibLauncher", () => JoblibLauncher],
  ["hydra_plugins.hydra_submitit_launcher.submitit_launcher.SlurmLauncher", () => SlurmLauncher],
  ["hydra._internal.core_plugins.basic_sweeper.BasicSweeper", () => BasicSweeper],
  ["hydra.experimental.callbacks.LogJobReturnCallback", () => LogJobReturn],
  ["hydra.experimental.callbacks.PickleJobInfoCallback", () => SaveJobInfo],
]);

/** An app's targets together with those that ship. */
export function runTargets(own: TargetRegistry | undefined): TargetRegistry {
  const registry = new TargetRegistry(own);
  registry.registerLate(shipped);
  return registry;
}
