import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import * as plugin from "orochi/plugin";
import { callbackContract, runInMemory } from "orochi/testing";
import { callbackConfigs } from "../../src/builtin/callback-configs.ts";
import { runTargets } from "../../src/cli/run-targets.ts";
import { createNode } from "../../src/config/create.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";
import { keepsContract } from "../testing/keeps-contract.ts";
import { ShippedRig } from "./shipped.ts";

const local = ["timeit", "git", "environment", "latest", "summary", "resources", "profile", "otel"];

describe.for(local)("%s keeps the contract of callbacks", (name) => {
  keepsContract(callbackContract(() => new (classOf(name))()));
});

test.for([...callbackConfigs])("%s: the target is exported from orochi/plugin", ([name]) => {
  expect(runTargets(undefined).find(String(callbackConfigs.get(name)?.["_target_"]))?.value).toBe(
    classOf(name),
  );
});

test("several are chosen at once, and each can be changed without a plus", async () => {
  using rig = new ShippedRig();
  const chosen = `+hydra/callbacks=[${local.join(",")}]`;
  const { exitCode, stdout, stderr } = await rig.run([
    chosen,
    "hydra.callbacks.timeit.digits=0",
    "--cfg",
    "hydra",
  ]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  for (const name of local) expect(stdout).toMatch(new RegExp(`^    ${name}:$`, "m"));
  expect(stdout).toMatch(/^ {6}digits: 0$/m);
});

test("a name that no option has is an error", async () => {
  using rig = new ShippedRig();
  const { exitCode, stderr } = await rig.run(["+hydra/callbacks=timeti"]);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("timeti")]);
});

test.for(["file", "store"])(
  "an option of the app's own, in a %s, is meant instead (H-CST-009)",
  async (kind) => {
    using rig = new ShippedRig();
    const own = { log: { _target_: "orochi:LogJobReturn" } };
    const store = new StoreEntries();
    store.add({ name: "config", node: createNode({ x: 1 }) });
    if (kind === "store") store.add({ group: "hydra/callbacks", name: "timeit", node: createNode(own) });
    else {
      mkdirSync(path.join(rig.directory, "conf/hydra/callbacks"), { recursive: true });
      writeFileSync(path.join(rig.directory, "conf/hydra/callbacks/timeit.yaml"), JSON.stringify(own));
    }
    const app = {
      task: () => 1,
      store,
      configName: "config",
      ...(kind === "file" ? { configPath: "conf" } : {}),
    };
    const { exitCode, stdout } = await runInMemory(app, ["+hydra/callbacks=timeit", "--cfg", "hydra"], {
      directory: rig.directory,
    });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("orochi:LogJobReturn")]);
    expect(stdout).not.toContain("orochi:TimeIt");
  },
);

function classOf(name: string): new () => plugin.Callback {
  const target = String(callbackConfigs.get(name)?.["_target_"]).replace("orochi:", "");
  return (plugin as unknown as Record<string, new () => plugin.Callback>)[target] as never;
}
