import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import "@google-cloud/storage";
import type { RunContext } from "orochi";
import { expect, test } from "vitest";
import { FakeGcs } from "./fake-gcs.ts";
import { ShippedRig } from "./shipped.ts";

// Google's own library, speaking to a fake: uploads in one piece, by a session, and after a 503.

const big = randomBytes(2 * 2 ** 20 + 5);
const task = (_config: unknown, { outputDir }: RunContext): void => {
  writeFileSync(path.join(outputDir, "small.txt"), "small\n");
  writeFileSync(path.join(outputDir, "big.bin"), big);
};

test.for([
  { id: "as it goes", failures: 0 },
  { id: "after two refusals", failures: 2 },
])("gs: files small and large arrive, $id", async ({ failures }) => {
  using rig = new ShippedRig();
  await using gcs = await FakeGcs.start();
  gcs.failures = failures;
  const run = await rig.run(
    [
      "+hydra/callbacks=upload",
      "hydra.callbacks.upload.url=gs://results/all",
      `hydra.callbacks.upload.endpoint='${gcs.endpoint}'`,
      "hydra.callbacks.upload.part_size_mb=1",
      "hydra.callbacks.upload.include=[small.txt,big.bin]",
      "+hydra.callbacks.upload.client.projectId=test",
    ],
    { task },
  );
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  expect(gcs.objects.get("all/out/small.txt")).toMatchObject({
    body: Buffer.from("small\n"),
    metadata: { contentType: "text/plain; charset=utf-8", metadata: { sha256: expect.any(String) } },
  });
  expect(gcs.objects.get("all/out/big.bin")?.body.equals(big)).toBe(true);
});
