import { randomBytes } from "node:crypto";
import { createReadStream, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload as SdkUpload } from "@aws-sdk/lib-storage";
import { Upload } from "../src/callbacks/upload.ts";
import { JobReturn } from "../src/sweep/job-return.ts";
import { compare, compareProcesses, type Figure, type Suite } from "./harness.ts";
import { makeWorkshop } from "./workshop.ts";

const megabyte = 2 ** 20;
const log = { debug() {}, info() {}, warning() {}, error() {} };
const { signal } = new AbortController();

export const suite: Suite = {
  name: "callbacks",
  async figures(): Promise<Figure[]> {
    return [...(await uploads()), ...profiling()];
  },
};

/** A server that takes everything and keeps nothing: what is left is the clients' own work. */
async function takeAll(): Promise<{ readonly endpoint: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const isStart = request.method === "POST" && request.url?.includes("uploads") === true;
      const xml = isStart
        ? "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
        : "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>";
      response.writeHead(200, { etag: '"x"', "content-type": "application/xml" });
      response.end(request.method === "POST" ? xml : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

async function uploads(): Promise<Figure[]> {
  const directory = mkdtempSync(path.join(tmpdir(), "orochi-bench-upload-"));
  const server = await takeAll();
  const { endpoint } = server;
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  const client = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials });
  const figures: Figure[] = [];
  for (const [name, count, size] of [
    ["one file of 64 MB", 1, 64 * megabyte],
    ["200 files of 10 KB", 200, 10_000],
  ] as const) {
    const outputDir = path.join(directory, name.replaceAll(" ", "-"));
    mkdirSync(outputDir);
    const files = Array.from({ length: count }, (_, index) => path.join(outputDir, `file-${index}.bin`));
    for (const file of files) writeFileSync(file, randomBytes(size));
    const upload = new Upload({ url: "s3://results", prefix: "job", endpoint, client: { credentials } });
    figures.push(
      await compare({
        name: `upload of ${name}`,
        run: () => runUpload(upload, outputDir),
        yardstick: "the storage library used directly, with checksums",
        runYardstick: () => uploadDirectly(client, files),
        runs: 12,
      }),
    );
    await upload.onRunEnd();
  }
  client.destroy();
  server.close();
  rmSync(directory, { recursive: true, force: true });
  return figures;
}

async function runUpload(upload: Upload, outputDir: string): Promise<void> {
  const now = new Date();
  const facts = {
    status: "completed",
    overrides: [],
    config: {},
    hydraConfig: {},
    taskName: "bench",
  } as const;
  const jobReturn = new JobReturn({ ...facts, outputDir, startedAt: now, endedAt: now });
  const works: (() => Promise<void>)[] = [];
  const later = (work: () => Promise<void>): void => void works.push(work);
  upload.onJobEnd({ config: {}, jobReturn, outputDir, signal, log, note: () => {}, later });
  for (const work of works) await work();
}

/** Four files at a time, as the callback does it. */
async function uploadDirectly(client: S3Client, files: readonly string[]): Promise<void> {
  const left = [...files];
  const work = async (): Promise<void> => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      const params = { Bucket: "results", Key: path.basename(file), ChecksumAlgorithm: "SHA256" } as const;
      if (statSync(file).size > 8 * megabyte) {
        const options = { client, partSize: 8 * megabyte, queueSize: 4 };
        await new SdkUpload({ ...options, params: { ...params, Body: createReadStream(file) } }).done();
      } else await client.send(new PutObjectCommand({ ...params, Body: await readFile(file) }));
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

const computing = `import { main } from "orochi";
main(({ until }) => {
  let count = 0;
  for (let n = 2; n < until; n++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= n && isPrime; divisor++) isPrime = n % divisor !== 0;
    if (isPrime) count++;
  }
  return count;
}, { configPath: "conf", configName: "config" });
`;

/** Whole programs of the built package: the start and the end of a profile count as well, and weigh less the longer a job takes. */
function profiling(): Figure[] {
  const cwd = makeWorkshop({ "app.mjs": computing, "conf/config.yaml": "until: 0\n" });
  const args = (until: number): string[] => ["app.mjs", `until=${until}`, "hydra.job.on_existing=reuse"];
  return [3_000_000, 12_000_000].map((until) =>
    compareProcesses({
      name: `a program that looks for primes up to ${until / 1e6} million, with a CPU profile`,
      command: [...args(until), "hydra.run.dir=out", "+hydra/callbacks=profile"],
      yardstick: "the same without",
      yardstickCommand: [...args(until), "hydra.run.dir=plain"],
      cwd,
      runs: 7,
    }),
  );
}
