import { SlurmLauncher } from "orochi/plugin";
import { launcherContract } from "orochi/testing";
import { keepsContract } from "../testing/keeps-contract.ts";
import { describeSlurm } from "./slurm-rig.ts";

// H-PLG-041, H-PLG-042.

describeSlurm("SlurmLauncher keeps the contract of launchers", ({ contractApp }) => {
  keepsContract(
    launcherContract(() => new SlurmLauncher({ poll_interval: 0.3, file_delay: 1 }), { entry: contractApp }),
  );
});
