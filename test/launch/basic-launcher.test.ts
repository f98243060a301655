import { describe, test } from "vitest";
import { BasicLauncher } from "orochi/plugin";
import { launcherContract } from "orochi/testing";

describe("BasicLauncher keeps the contract of launchers (H-SWP-030, H-SWP-031)", () => {
  for (const { name, run } of launcherContract(() => new BasicLauncher())) test(name, run);
});
