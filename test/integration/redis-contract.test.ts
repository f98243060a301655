import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { BullmqLauncher } from "orochi/plugin";
import { launcherContract } from "orochi/testing";
import { modulesFolder } from "../launch/worker-app.ts";
import { keepsContract } from "../testing/keeps-contract.ts";
import { isMissing } from "./needs-service.ts";
import { buildQueueModules, QueueApp, RedisServer } from "./redis-rig.ts";

const modules = modulesFolder();
const entry = path.join(path.dirname(modules), "contract-app.mjs");

describe.skipIf(isMissing("redis-server"))(
  "redis: BullmqLauncher keeps the contract of launchers (H-PLG-041)",
  () => {
    let server: RedisServer;
    let app: QueueApp;
    beforeAll(async () => {
      await buildQueueModules(modules);
      writeFileSync(entry, 'import { contractMain } from "orochi/testing";\nvoid contractMain();\n');
      server = await RedisServer.start();
      app = new QueueApp(modules, server, {});
      await app.worker(["-c", "2"], { entry });
    });
    afterAll(async () => {
      app[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      rmSync(path.dirname(modules), { recursive: true, force: true });
    });
    keepsContract(launcherContract(() => new BullmqLauncher({ queue: "q", redis: server.url }), { entry }));
  },
);
