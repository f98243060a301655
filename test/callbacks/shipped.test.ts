import { describe, expect, test } from "vitest";
import * as plugin from "orochi/plugin";
import { callbackContract } from "orochi/testing";
import { callbackConfigs } from "../../src/builtin/callback-configs.ts";
import { runTargets } from "../../src/cli/run-targets.ts";
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

function classOf(name: string): new () => plugin.Callback {
  const target = String(callbackConfigs.get(name)?.["_target_"]).replace("orochi:", "");
  return (plugin as unknown as Record<string, new () => plugin.Callback>)[target] as never;
}
