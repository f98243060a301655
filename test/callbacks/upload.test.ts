import { randomBytes } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { RunContext } from "orochi";
import { describe, expect, test } from "vitest";
import { pathGlob } from "../../src/callbacks/upload/path-glob.ts";
import { FakeS3 } from "./fake-s3.ts";
import { ShippedRig } from "./shipped.ts";

interface Config {
  readonly x: number;
}

/** Leaves two files and what `sizes` says. */
function writing(sizes: Readonly<Record<string, Buffer>> = {}) {
  return ({ x }: Config, { outputDir }: RunContext): number => {
    writeFileSync(path.join(outputDir, "result.txt"), `x=${x}\n`);
    writeFileSync(path.join(outputDir, "model.ckpt"), "weights");
    for (const [name, content] of Object.entries(sizes)) writeFileSync(path.join(outputDir, name), content);
    return x;
  };
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();
}

test("options may come as one value, and a class alone says what it wants", async () => {
  using rig = new ShippedRig();
  const whole = `+hydra.callbacks.up={_target_:"orochi:Upload",_args_:[{url:"bucket"}]}`;
  const { exitCode, stderr } = await rig.run([whole], { task: writing() });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(filesIn(path.join(rig.directory, "bucket"))).toContain("out/result.txt");
  const bare = await rig.run(['+hydra.callbacks.up._target_="orochi:Upload"'], { task: writing() });
  expect([bare.exitCode, bare.stderr]).toEqual([1, expect.stringContaining("it needs a url")]);
});

describe("to a folder", () => {
  test("each job's directory, its record included, under its own place", async () => {
    using rig = new ShippedRig();
    const to = [
      "+hydra/callbacks=upload",
      "hydra.callbacks.upload.url=bucket",
      "hydra.callbacks.upload.exclude=['*.ckpt']",
    ];
    const { exitCode, stderr, read, json } = await rig.run(["-m", "x=1,2", ...to], { task: writing() });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(filesIn(path.join(rig.directory, "bucket"))).toEqual(
      [0, 1].flatMap((num) =>
        [
          ".hydra/config.yaml",
          ".hydra/hydra.yaml",
          ".hydra/overrides.yaml",
          ".hydra/result.json",
          "app.log",
          "result.txt",
        ].map((name) => `sweep/${num}/${name}`),
      ),
    );
    expect(read("bucket/sweep/1/result.txt")).toBe("x=2\n");
    expect(json("bucket/sweep/1/.hydra/result.json")).toMatchObject({
      status: "completed",
      notes: { upload: { url: "bucket/sweep/1/" } },
    });
  });

  test("a file: URL, a prefix of values, and only what is included", async () => {
    using rig = new ShippedRig();
    const { exitCode } = await rig.run(
      [
        "+hydra/callbacks=upload",
        `hydra.callbacks.upload.url='file://${rig.directory}/b'`,
        "hydra.callbacks.upload.prefix='{hydra.job.name}/x{x}'",
        "hydra.callbacks.upload.include=['*.txt','.hydra/config.yaml']",
      ],
      { task: writing() },
    );
    expect([exitCode, filesIn(path.join(rig.directory, "b"))]).toEqual([
      0,
      ["app/x1/.hydra/config.yaml", "app/x1/result.txt"],
    ]);
  });

  test("only on success", async () => {
    using rig = new ShippedRig();
    const fail = ({ x }: Config): void => {
      if (x === 1) throw new Error("told to fail");
    };
    const to = [
      "hydra/callbacks=upload",
      "hydra.callbacks.upload.url=b",
      "hydra.callbacks.upload.when=success",
    ];
    await rig.run(["-m", "x=1,2", ...to], { task: fail });
    expect(readdirSync(path.join(rig.directory, "b/sweep"))).toEqual(["1"]);
  });

  test.for([
    { id: "a warning, and the result stays", overrides: [], exitCode: 0, status: "completed" },
    {
      id: "the job's own failure with on_error: fail",
      overrides: ["+hydra.callbacks.upload.on_error=fail"],
      exitCode: 1,
      status: "failed",
    },
  ])("what fails is $id", async ({ overrides, exitCode, status }) => {
    using rig = new ShippedRig();
    writeFileSync(path.join(rig.directory, "taken"), "");
    const to = [
      "+hydra/callbacks=upload",
      "hydra.callbacks.upload.url=taken",
      "hydra.callbacks.upload.retries=1",
    ];
    const run = await rig.run([...to, ...overrides], { task: writing() });
    expect([run.exitCode, run.json("out/.hydra/result.json")]).toEqual([
      exitCode,
      expect.objectContaining({ status }),
    ]);
    expect(run.stderr).toContain("files were not uploaded to taken/out/");
  });

  test.for([
    { id: "no url", overrides: [], says: "url" },
    {
      id: "an unknown scheme",
      overrides: ["hydra.callbacks.upload.url=ftp://x/y"],
      says: "there is no storage for ftp://",
    },
    { id: "no bucket", overrides: ["hydra.callbacks.upload.url=s3://"], says: "it names no bucket" },
  ])("$id ends the run before any job", async ({ overrides, says }) => {
    using rig = new ShippedRig();
    const { exitCode, stderr, jobs } = await rig.run(["+hydra/callbacks=upload", ...overrides]);
    expect([exitCode, stderr, jobs]).toEqual([1, expect.stringContaining(says), []]);
  });

  test("a prefix that leads elsewhere is refused", async () => {
    using rig = new ShippedRig();
    const to = [
      "+hydra/callbacks=upload",
      "hydra.callbacks.upload.url=b",
      "hydra.callbacks.upload.prefix='../{x}'",
    ];
    expect((await rig.run(to)).stderr).toContain("leads out of its place");
  });
});

describe("to an S3 that checks signatures and breaks", () => {
  const megabyte = 2 ** 20;
  const to = (s3: FakeS3, ...more: string[]): string[] => [
    "+hydra/callbacks=upload",
    `hydra.callbacks.upload.url=s3://${s3.bucket}/all/`,
    `hydra.callbacks.upload.endpoint='${s3.endpoint}'`,
    `+hydra.callbacks.upload.client.credentials={accessKeyId:${s3.accessKeyId},secretAccessKey:${s3.secretAccessKey}}`,
    ...more,
  ];

  test("signed, with content types, checksums and metadata; read back page by page", async () => {
    using rig = new ShippedRig();
    await using s3 = await FakeS3.start();
    const odd = "odd name+ü&%2F.json";
    const run = await rig.run(["-m", "x=1,2", ...to(s3)], {
      task: writing({ [odd]: Buffer.from("{}"), empty: Buffer.alloc(0) }),
    });
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    expect(s3.objects.get("all/sweep/0/result.txt")).toEqual({
      body: Buffer.from("x=1\n"),
      contentType: "text/plain; charset=utf-8",
      metadata: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(s3.objects.get(`all/sweep/0/${odd}`)?.contentType).toBe("application/json");
    const credentials = { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey };
    const client = new S3Client({
      endpoint: s3.endpoint,
      region: "us-east-1",
      forcePathStyle: true,
      credentials,
    });
    const keys: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: s3.bucket,
          Prefix: "all/sweep/0/",
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    client.destroy();
    expect(keys).toHaveLength(9);
    expect(s3.requests.filter((request) => request.startsWith("GET"))).toHaveLength(3);
  });

  test("large files go in parts and arrive whole", async () => {
    using rig = new ShippedRig();
    await using s3 = await FakeS3.start();
    const big = randomBytes(12 * megabyte + 7);
    const run = await rig.run(to(s3, "hydra.callbacks.upload.part_size_mb=5"), { task: writing({ big }) });
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    expect(s3.objects.get("all/out/big")?.body.equals(big)).toBe(true);
    expect(s3.requests.filter((request) => request.includes("partNumber"))).toHaveLength(3);
    expect(s3.uploads.size).toBe(0);
  });

  test.for([
    { id: "503", fault: { kind: "status", status: 503, code: "SlowDown" } },
    { id: "500", fault: { kind: "status", status: 500, code: "InternalError" } },
    { id: "a connection that is cut", fault: { kind: "cut" } },
    { id: "a connection that is cut in the middle of a body", fault: { kind: "cut body" } },
  ] as const)("$id is tried again, also for a part", async ({ fault }) => {
    using rig = new ShippedRig();
    await using s3 = await FakeS3.start();
    const big = randomBytes(6 * megabyte);
    s3.spoil(fault, { times: 2, matches: (_method, { pathname }) => pathname.endsWith("result.txt") });
    s3.spoil(fault, { times: 2, matches: (_method, { search }) => search.includes("partNumber=1") });
    const run = await rig.run(to(s3, "hydra.callbacks.upload.part_size_mb=5"), { task: writing({ big }) });
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    expect(s3.objects.get("all/out/result.txt")?.body.toString()).toBe("x=1\n");
    expect(s3.objects.get("all/out/big")?.body.equals(big)).toBe(true);
  });

  test("what goes on failing is told, the rest arrives, and no parts are left behind", async () => {
    using rig = new ShippedRig();
    await using s3 = await FakeS3.start();
    const big = randomBytes(6 * megabyte);
    const fault = { kind: "status", status: 503, code: "SlowDown" } as const;
    s3.spoil(fault, { times: 100, matches: (_method, { search }) => search.includes("partNumber=2") });
    const run = await rig.run(
      to(s3, "hydra.callbacks.upload.part_size_mb=5", "hydra.callbacks.upload.retries=1"),
      {
        task: writing({ big }),
      },
    );
    expect([run.exitCode, run.jobs[0]?.returnValue]).toEqual([0, 1]);
    expect(run.stderr).toMatch(
      /warning: Callback Upload\.onJobEnd threw .*1 of 8 files were not uploaded to s3:\/\/results\/all\/out\/: big: SlowDown/,
    );
    expect(s3.objects.has("all/out/result.txt")).toBe(true);
    expect(s3.uploads.size).toBe(0);
  });

  test("a wrong secret is refused at once, without further tries", async () => {
    using rig = new ShippedRig();
    await using s3 = await FakeS3.start();
    const run = await rig.run(
      to(
        s3,
        "hydra.callbacks.upload.client.credentials.secretAccessKey=wrong",
        "hydra.callbacks.upload.include=['result.txt']",
      ),
      { task: writing() },
    );
    expect(run.stderr).toContain("SignatureDoesNotMatch");
    expect(s3.requests).toHaveLength(1);
  });

  test("the next job does not wait, the end of the run does", async () => {
    using rig = new ShippedRig();
    await using s3 = await FakeS3.start();
    let first: () => void = () => {};
    const secondStarted = new Promise<void>((resolve) => (first = resolve));
    const act = s3.spoil.bind(s3);
    act(
      { kind: "status", status: 503, code: "SlowDown" },
      { times: 1, matches: (_method, { pathname }) => pathname.includes("sweep/0/") },
    );
    let uploadedBefore = -1;
    const task = ({ x }: Config): void => {
      if (x === 2) {
        uploadedBefore = [...s3.objects.keys()].filter((key) => key.includes("sweep/0/")).length;
        first();
      }
    };
    const run = await rig.run(["-m", "x=1,2", ...to(s3)], { task });
    await secondStarted;
    expect([run.exitCode, uploadedBefore]).toEqual([0, 0]);
    expect([...s3.objects.keys()].filter((key) => key.includes("sweep/"))).toHaveLength(10);
  });

  test("after Ctrl-C it may go on for its grace, and no longer", async () => {
    using rig = new ShippedRig();
    await using s3 = await FakeS3.start();
    s3.spoil(
      { kind: "hang" },
      { times: 1, matches: (_method, { pathname }) => pathname.endsWith("result.txt") },
    );
    const controller = new AbortController();
    const task = (config: Config, context: RunContext): void => {
      writing()(config, context);
      controller.abort();
    };
    const run = await rig.run(to(s3, "hydra.callbacks.upload.grace=1"), { task, signal: controller.signal });
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain("1 of 7 files were not uploaded");
    expect(s3.objects.has("all/out/model.ckpt")).toBe(true);
  });
});

test.for([
  { glob: "**", yes: ["a", "a/b", ".hydra/x"], no: [] },
  { glob: "*.txt", yes: ["a.txt", "deep/er/a.txt"], no: ["a.txt/b", "a.txtx"] },
  { glob: "a/*.txt", yes: ["a/b.txt"], no: ["a/b/c.txt", "x/a/b.txt"] },
  { glob: "a/**/b", yes: ["a/b", "a/x/y/b"], no: ["ab", "a/xb"] },
  { glob: "./a/**", yes: ["a/b", "a/b/c"], no: ["b"] },
  { glob: "{a,b?}.*", yes: ["a.x", "bb.y", "z/a.x"], no: ["b.x", "c.x"] },
  { glob: "a+(b)[c].x", yes: ["a+(b)[c].x"], no: ["aab.x"] },
])("the pattern $glob", ({ glob, yes, no }) => {
  const pattern = pathGlob(glob);
  expect(yes.filter((name) => !pattern.test(name))).toEqual([]);
  expect(no.filter((name) => pattern.test(name))).toEqual([]);
});
