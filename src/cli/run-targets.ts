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
import { type LateTarget, TargetRegistry } from "../targets/registry.ts";
import type { TargetDeclaration } from "../targets/target.ts";

/** Declared for those whose source does not tell more: a sweep then starts without a parser of JavaScript. */
const takesNothing: TargetDeclaration = { named: [] };
/** By name, or one object of them as `_args_`. */
const takesOptions: TargetDeclaration = { rest: true, extra: true };

function late(read: () => unknown, declaration?: TargetDeclaration): LateTarget {
  return { read, declaration };
}

/** What the built-in configs name, by target and by the names that directories written for Hydra use. Most runs need none of it. */
const shipped: ReadonlyMap<string, LateTarget> = new Map([
  ["orochi:BasicLauncher", late(() => BasicLauncher, takesNothing)],
  ["orochi:BullmqLauncher", late(() => BullmqLauncher, takesOptions)],
  ["orochi:ConcurrentLauncher", late(() => ConcurrentLauncher)],
  ["orochi:JoblibLauncher", late(() => JoblibLauncher, takesOptions)],
  ["orochi:ProcessesLauncher", late(() => ProcessesLauncher, takesOptions)],
  ["orochi:SlurmLauncher", late(() => SlurmLauncher, takesOptions)],
  ["orochi:BasicSweeper", late(() => BasicSweeper, takesOptions)],
  ["orochi:RowsSweeper", late(() => RowsSweeper, takesOptions)],
  ["orochi:LogJobReturn", late(() => LogJobReturn)],
  ["orochi:SaveJobInfo", late(() => SaveJobInfo)],
  ["orochi:TimeIt", late(() => TimeIt)],
  ["orochi:Git", late(() => Git)],
  ["orochi:Environment", late(() => Environment)],
  ["orochi:Latest", late(() => Latest)],
  ["orochi:Summary", late(() => Summary)],
  ["orochi:Upload", late(() => Upload, takesOptions)],
  ["orochi:Profile", late(() => Profile, takesOptions)],
  ["orochi:Resources", late(() => Resources)],
  ["orochi:Notify", late(() => Notify)],
  ["orochi:Otel", late(() => Otel)],
  ["hydra._internal.core_plugins.basic_launcher.BasicLauncher", late(() => BasicLauncher, takesNothing)],
  [
    "hydra_plugins.hydra_joblib_launcher.joblib_launcher.JoblibLauncher",
    late(() => JoblibLauncher, takesOptions),
  ],
  [
    "hydra_plugins.hydra_submitit_launcher.submitit_launcher.SlurmLauncher",
    late(() => SlurmLauncher, takesOptions),
  ],
  ["hydra._internal.core_plugins.basic_sweeper.BasicSweeper", late(() => BasicSweeper, takesOptions)],
  ["hydra.experimental.callbacks.LogJobReturnCallback", late(() => LogJobReturn)],
  ["hydra.experimental.callbacks.PickleJobInfoCallback", late(() => SaveJobInfo)],
]);

/** An app's targets together with those that ship. */
export function runTargets(own: TargetRegistry | undefined): TargetRegistry {
  const registry = new TargetRegistry(own);
  registry.registerLate(shipped);
  return registry;
}
