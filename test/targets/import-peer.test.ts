import { expect, test } from "vitest";
import { importPeer } from "../../src/targets/import-peer.ts";

test("imports a package that is there", async () => {
  expect(await importPeer("zod", { neededBy: "this test" })).toHaveProperty("z");
});

test("says what to install", async () => {
  const missing = importPeer("not-there", {
    neededBy: "hydra/launcher=odd",
    install: "not-there its-friend",
  });
  await expect(missing).rejects.toMatchObject({
    code: "PACKAGE_MISSING",
    summary: "hydra/launcher=odd needs the package not-there, which is not installed",
    hint: "npm install not-there its-friend",
  });
});
