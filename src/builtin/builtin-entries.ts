import { createNode, createStructNode } from "../config/create.ts";
import type { ConfigNode, MapNode } from "../config/node.ts";
import { hydraSchema } from "../jobs/hydra-schema.ts";
import { joinPath } from "../sources/config-path.ts";
import { StoreEntries } from "../sources/store-entries.ts";
import { basicLauncher, basicSweeper, defaultOutput, rowsSweeper } from "./basic-configs.ts";
import { defaultHelp, defaultHydraHelp } from "./help-templates.ts";
import { callbackConfigs } from "./callback-configs.ts";
import { colourHydraLogging, colourJobLogging } from "./colour-logging-configs.ts";
import { hydraLoggings, jobLoggings } from "./logging-options.ts";
import { bullmqLauncher, concurrentLauncher, processesLauncher } from "./launcher-configs.ts";
import { joblibLauncher } from "./joblib-config.ts";
import { slurmLauncher, submititSlurmLauncher } from "./slurm-configs.ts";
import { hydraDefaults, standingHydra } from "./standing-hydra.ts";

const provider = "orochi";
/** What an app's store may put its own in the place of, as `store(hydraConf({…}))` does (H-CST-009). */
const replaceable = new Set(["hydra/launcher/basic", "hydra/sweeper/basic"]);

/** What can be chosen in `hydra/callbacks`: see `callbackConfigs`. */
const callbackNames = [
  "timeit",
  "git",
  "environment",
  "latest",
  "summary",
  "upload",
  "profile",
  "resources",
  "notify",
  "otel",
];

/** The configs that every app has: `hydra/config`, `hydra/launcher/basic`, … (H-HYD-001). */
export function builtinEntries(): StoreEntries {
  const entries = new StoreEntries();
  entries.standing.set("hydra/config", standingHydra);
  entries.add({
    name: "_dummy_empty_config_",
    provider,
    node: () => nodeOf({}, "", "_dummy_empty_config_"),
    replaceable: true,
  });
  entries.fillLate("hydra", () => addHydraGroups(entries));
  return entries;
}

function addHydraGroups(entries: StoreEntries): void {
  const add = (
    group: string,
    name: string,
    make: () => unknown,
    packageName?: string,
    listed = true,
  ): void => {
    entries.add({
      group,
      name,
      package: packageName,
      provider,
      listed,
      node: () => nodeOf(make(), group, name),
      replaceable: replaceable.has(joinPath(group, name)),
    });
  };
  entries.add({ group: "hydra", name: "config", provider, node: hydraConfigNode, replaceable: true });
  add("hydra/output", "default", () => defaultOutput, "hydra");
  add("hydra/env", "default", () => ({}));
  add("hydra/launcher", "basic", () => basicLauncher);
  add("hydra/launcher", "processes", () => processesLauncher, undefined, false);
  add("hydra/launcher", "bullmq", () => bullmqLauncher, undefined, false);
  add("hydra/launcher", "concurrent", () => concurrentLauncher, undefined, false);
  add("hydra/launcher", "joblib", () => joblibLauncher, undefined, false);
  add("hydra/launcher", "slurm", () => slurmLauncher, undefined, false);
  add("hydra/launcher", "submitit_slurm", () => submititSlurmLauncher, undefined, false);
  add("hydra/sweeper", "basic", () => basicSweeper);
  add("hydra/sweeper", "rows", () => rowsSweeper, undefined, false);
  add("hydra/help", "default", () => defaultHelp);
  add("hydra/hydra_help", "default", () => defaultHydraHelp);
  for (const [name, config] of hydraLoggings) add("hydra/hydra_logging", name, () => config);
  for (const [name, config] of jobLoggings) add("hydra/job_logging", name, () => config);
  // Hydra has these in a plugin: choosing them is all it takes, and listings stay those of Hydra (H-PLG-030).
  add("hydra/hydra_logging", "colorlog", () => colourHydraLogging, undefined, false);
  add("hydra/job_logging", "colorlog", () => colourJobLogging, undefined, false);
  // Several can be chosen at once: each goes to its own key. An app's option of the same name is meant instead.
  for (const name of callbackNames)
    entries.add({
      group: "hydra/callbacks",
      name,
      provider,
      node: () => nodeOf({ [name]: callbackConfigs.get(name) }, "hydra/callbacks", name),
      replaceable: true,
      listed: false,
    });
}

function nodeOf(value: unknown, group: string, name: string): ConfigNode {
  return createNode(value, { origin: { kind: "store", config: joinPath(group, name) } });
}

/** The defaults list is no field of the schema: it is gone before anything is merged. */
function hydraConfigNode(): MapNode {
  const node = createStructNode(hydraSchema, { origin: { kind: "store", config: "hydra/config" } });
  const groups = hydraDefaults.map(([group, option]) => ({ [group]: option }));
  node.setChild("defaults", createNode([...groups, "_self_"]));
  return node;
}
