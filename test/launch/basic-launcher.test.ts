import { describe } from "vitest";
import { BasicLauncher } from "orochi/plugin";
import { launcherContract } from "orochi/testing";
import { keepsContract } from "../testing/keeps-contract.ts";

describe("BasicLauncher keeps the contract of launchers (H-SWP-030, H-SWP-031)", () => {
  keepsContract(launcherContract(() => new BasicLauncher()));
});
