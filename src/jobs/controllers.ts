import type { MapNode } from "../config/node.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { Launcher } from "../launch/launcher.ts";
import type { Sweeper } from "../sweep/sweeper.ts";
import type { AppRun } from "./app-run.ts";
import { hydraNodeOf } from "./hydra-values.ts";

export async function createSweeper(app: AppRun, config: MapNode): Promise<Sweeper> {
  return (await createController(app, config, "sweeper", "sweep")) as Sweeper;
}

export async function createLauncher(app: AppRun, config: MapNode): Promise<Launcher> {
  return (await createController(app, config, "launcher", "launch")) as Launcher;
}

export function requireAttachable({ canAttach }: Launcher): void {
  if (canAttach === true) return;
  throw new HydraException(
    "LAUNCHER_INVALID",
    "This launcher leaves no jobs behind that could be collected",
    {
      key: "hydra.launcher",
      hint: "--resume goes on with a sweep whatever its launcher is",
    },
  );
}

async function createController(
  app: AppRun,
  config: MapNode,
  name: "launcher" | "sweeper",
  method: string,
): Promise<object> {
  const node = hydraNodeOf(config).child(name);
  const key = `hydra.${name}`;
  if (node === undefined || node.kind === "null" || node.kind === "missing") {
    throw new HydraException("LAUNCHER_INVALID", `No ${name} is configured`, {
      key,
      hint: `choose one: hydra/${name}=basic`,
    });
  }
  const controller = await app.instantiate(node);
  if (typeof controller === "object" && controller !== null && method in controller) return controller;
  throw new HydraException("LAUNCHER_INVALID", `hydra.${name} is not a ${name}`, {
    key,
    hint: `its target must have a method ${method}()`,
  });
}
