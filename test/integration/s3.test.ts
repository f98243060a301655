import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { RunContext } from "orochi";
import S3rver from "s3rver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { App } from "../apps/rig.ts";
import { ShippedRig } from "../callbacks/shipped.ts";

// A server that others wrote: it proves bytes and parts. Signatures, listings and faults are those of test/callbacks/fake-s3.ts.

const bucket = "results";
const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
const directory = mkdtempSync(path.join(tmpdir(), "orochi-s3rver-"));
const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory });
let client: S3Client;
let endpoint = "";

beforeAll(async () => {
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${port}`;
  client = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

const to = (): string[] => [
  `+hydra/callbacks=upload`,
  `hydra.callbacks.upload.url=s3://${bucket}/runs`,
  `hydra.callbacks.upload.endpoint='${endpoint}'`,
  `+hydra.callbacks.upload.client.credentials={accessKeyId:S3RVER,secretAccessKey:S3RVER}`,
];

async function read(key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test("s3: a sweep arrives, byte for byte, with types and metadata", async () => {
  using rig = new ShippedRig();
  const noise = randomBytes(100_000);
  const task = ({ x }: { x: number }, { outputDir }: RunContext): number => {
    writeFileSync(path.join(outputDir, "noise.bin"), noise);
    writeFileSync(path.join(outputDir, "naïve name.json"), "{}");
    return x;
  };
  const run = await rig.run(["-m", "x=1,2,3", ...to()], { task });
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  for (const num of [0, 1, 2]) expect((await read(`runs/sweep/${num}/noise.bin`)).equals(noise)).toBe(true);
  expect(JSON.parse((await read("runs/sweep/2/.hydra/result.json")).toString())).toMatchObject({
    returnValue: 3,
  });
  const head = await client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: "runs/sweep/0/naïve name.json" }),
  );
  expect(head).toMatchObject({
    ContentType: "application/json",
    Metadata: { sha256: createHash("sha256").update("{}").digest("hex") },
  });
});

test("s3: 50 MB in parts", async () => {
  using rig = new ShippedRig();
  const big = randomBytes(50 * 2 ** 20);
  const task = (_config: unknown, { outputDir }: RunContext): void =>
    writeFileSync(path.join(outputDir, "big"), big);
  const run = await rig.run(to(), { task });
  expect([run.exitCode, run.stderr]).toEqual([0, ""]);
  expect(
    createHash("sha256")
      .update(await read("runs/out/big"))
      .digest("hex"),
  ).toBe(createHash("sha256").update(big).digest("hex"));
});

test("s3: jobs of other processes are uploaded before their processes end", async () => {
  using app = new App({
    "my_app.ts": `
      import { main } from "orochi";
      main(({ x }: { x: number }) => x, { configName: "config", configPath: "." });`,
    "config.yaml": "x: 1\nhydra: { sweep: { dir: sweep } }\n",
  });
  const { exitCode, stderr } = await app.run([
    "-m",
    "x=range(4)",
    "hydra/launcher=processes",
    "hydra.launcher.isolate=true",
    ...to(),
  ]);
  expect([exitCode, stderr.replaceAll(/^.*NodeVersionSupport[\s\S]*$/gm, "")]).toEqual([0, ""]);
  for (const num of [0, 1, 2, 3])
    expect(JSON.parse((await read(`runs/sweep/${num}/.hydra/result.json`)).toString())).toMatchObject({
      num,
    });
});
