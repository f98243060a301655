import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually, modulesFolder } from "../launch/worker-app.ts";
import { isMissing } from "./needs-service.ts";
import { buildQueueModules, freePort, linesOf, QueueApp, RedisServer } from "./redis-rig.ts";

// Real programs, real workers and a real server: issue 8, H-PLG-033.

const modules = modulesFolder();
const files = {
  "package.json": '{ "type": "module" }',
  "my_app.mjs": `import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { main } from "orochi";

const note = (word, num) => appendFileSync(process.env.NOTES ?? "notes", word + " " + num + "\\n");
const ways = {
  value: ({ x }) => x * 2,
  print: async ({ x }, { report, log }) => {
    console.log("out", x);
    console.error("err", x);
    await report({ step: x });
    log.info("logged");
    return x;
  },
  slowFirst: async ({ x }) => {
    await sleep((4 - x) * 150);
    return x;
  },
  fails: ({ x }) => {
    if (x === 2) throw new RangeError("told to fail", { cause: new TypeError("deep") });
    return x;
  },
  flaky: ({ x }, { num }) => {
    note("try", num);
    if (readFileSync("notes", "utf8").split("try " + num + "\\n").length <= 2) throw new Error("not yet");
    return "at last";
  },
  wait: async (_config, { num, signal }) => {
    note("begin", num);
    while (!existsSync("go") && !signal.aborted) await sleep(20);
    signal.throwIfAborted();
    note("end", num);
    return num;
  },
  spin: async ({ ms }, { num }) => {
    note("begin", num);
    const end = Date.now() + ms;
    while (Date.now() < end);
    note("end", num);
    return num;
  },
  brief: async ({ ms }, { num }) => {
    note("begin", num);
    await sleep(ms);
    note("end", num);
    return num;
  },
  exit: ({ x }) => (x === 1 ? process.exit(7) : x),
  where: (_config, { outputDir, num, hydra }) => ({ cwd: process.cwd(), outputDir, id: hydra.job.id }),
  tells: ({ word }) => {
    throw new Error("the word is " + word);
  },
  whole: (config) => ({ text: config.text.length, word: config.word }),
};
main((config, context) => ways[config.how](config, context), { configPath: "conf", configName: "config" });
`,
  "conf/config.yaml": "x: 0\nhow: value\nms: 0\ntext: ''\nword: ''\n",
};

describe.skipIf(isMissing("redis-server"))("redis: hydra/launcher=bullmq", () => {
  let server: RedisServer;
  let app: QueueApp;
  beforeAll(() => buildQueueModules(modules));
  afterAll(() => rmSync(path.dirname(modules), { recursive: true, force: true }));
  beforeEach(async () => {
    server = await RedisServer.start();
    app = new QueueApp(modules, server, files);
  });
  afterEach(async () => {
    app[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const begun = (num: number): Promise<void> =>
    eventually(() => linesOf(app, "notes").includes(`begin ${num}`), `begin job ${num}`);
  /** The journal as text: it may have no whole line yet. */
  const submitted = (sweep: string, num: number): Promise<void> =>
    eventually(
      () =>
        linesOf(app, `${sweep}/journal.jsonl`).some(
          (line) => line.startsWith('{"event":"submitted"') && line.includes(`"num":${num},`),
        ),
      `submit job ${num}`,
    );
  const count = (line: string): number => linesOf(app, "notes").filter((one) => one === line).length;

  test("redis: two workers run the jobs; returns, output and records are those of any sweep", async () => {
    await Promise.all([app.worker(), app.worker()]);
    const { exitCode, stdout } = await app.sweep(["x=1,2,3,4,5,6", "how=print"]).ended;
    expect(exitCode).toBe(0);
    for (const num of [0, 5]) {
      expect(stdout).toContain(`[#${num}] out ${num + 1}`);
      expect(app.result(`sw/${num}`)).toMatchObject({ status: "completed", returnValue: num + 1 });
      expect(app.read(`sw/${num}/stdout.log`)).toContain(`out ${num + 1}`);
      expect(app.read(`sw/${num}/.hydra/overrides.yaml`)).toBe(`- x=${num + 1}\n- how=print\n`);
      expect(app.events("sw", num)).toEqual(["planned", "submitted", "started", "progress", "completed"]);
    }
    expect(JSON.parse(app.read("sw/results.json"))).toHaveLength(6);
    expect(await server.withQueue("q", (queue) => queue.getJobCounts("completed", "wait"))).toEqual({
      completed: 0,
      wait: 0,
    });
  });

  test("redis: returns come in job order; hydra.job.id is that of the queue", async () => {
    await app.worker(["-c", "3"]);
    const { exitCode } = await app.sweep(["x=1,2,3", "how=slowFirst"]).ended;
    expect(exitCode).toBe(0);
    expect(JSON.parse(app.read("sw/results.json"))).toMatchObject([{ num: 0 }, { num: 1 }, { num: 2 }]);
    await app.sweep(["x=1", "how=where", "hydra.sweep.dir=sw2"]).ended;
    expect(app.result("sw2/0").returnValue).toEqual({
      cwd: app.directory,
      outputDir: path.join(app.directory, "sw2/0"),
      id: expect.stringMatching(/^[0-9a-f]{12}-0-[0-9a-f]{12}$/) as string,
    });
  });

  test("redis: a job that fails or ends its process costs itself alone", async () => {
    await app.worker();
    const failed = await app.sweep(["x=1,2,3", "how=fails"]).ended;
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain("RangeError: told to fail");
    expect(failed.stderr).toContain("caused by TypeError: deep");
    expect(failed.stderr).toContain("1 of 3 jobs failed: #1");
    expect(app.result("sw/1")).toMatchObject({ status: "failed", error: { message: "told to fail" } });
    const lost = await app.sweep(["x=1,2", "how=exit", "hydra.sweep.dir=sw2"]).ended;
    expect(lost.stderr).toContain("The worker of job #0 exited with code 7");
    expect(app.result("sw2/0").error?.code).toBe("WORKER_LOST");
    expect(app.result("sw2/1").returnValue).toBe(2);
  });

  test("redis: a job that failed is tried again after a while", async () => {
    await app.worker();
    const words = ["x=1,2", "how=flaky", "hydra.launcher.retries=2", "hydra.launcher.backoff=0.2"];
    const { exitCode, stdout, stderr } = await app.sweep(words).ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/Job #0 failed \(not yet\) and is tried again in 0\.\d s/);
    expect(app.result("sw/0").returnValue).toBe("at last");
    expect(app.events("sw", 1)).toEqual([
      "planned",
      "submitted",
      "started",
      "retrying",
      "started",
      "completed",
    ]);
    expect(app.has("sw/0_1")).toBe(false);
  });

  test("redis: a worker killed in the middle of a job: another one runs it again", async () => {
    const quick = ["--lock-duration", "2", "--stalled-interval", "1"];
    const first = await app.worker(quick);
    const sweep = app.sweep(["x=1", "how=wait"]);
    await begun(0);
    first.child.kill("SIGKILL");
    await first.ended;
    await app.worker(quick);
    await eventually(() => count("begin 0") === 2, "begin the job again");
    writeFileSync(path.join(app.directory, "go"), "");
    const { exitCode } = await sweep.ended;
    expect(exitCode).toBe(0);
    expect(count("end 0")).toBe(1);
    expect(app.events("sw", 0).filter((event) => event === "completed")).toHaveLength(1);
    expect(app.has("sw/0_1")).toBe(false);
  });

  test("redis: killed and started again on what it wrote: nothing is lost, nothing recorded twice", async () => {
    const jobs = 60;
    const quick = ["-c", "2", "--lock-duration", "3", "--stalled-interval", "1"];
    await Promise.all([app.worker(quick), app.worker(quick)]);
    const sweep = app.sweep([`x=range(${jobs})`, "how=brief", "ms=100"]);
    await eventually(() => linesOf(app, "notes").length > 30, "run some jobs");
    await server.kill();
    await sleep(1000);
    await server.start();
    const { exitCode, stdout } = await sweep.ended;
    expect(stdout).toContain("The connection to Redis is lost");
    expect(exitCode).toBe(0);
    const returns = JSON.parse(app.read("sw/results.json")) as { num: number; status: string }[];
    expect(returns.map(({ num }) => num)).toEqual(Array.from({ length: jobs }, (_, num) => num));
    for (let num = 0; num < jobs; num++)
      expect(app.events("sw", num).filter((event) => event === "completed")).toHaveLength(1);
  });

  test("redis: gone for too long: the sweep ends and says so, and is attached when it is back", async () => {
    const worker = await app.worker(["--stalled-interval", "1", "--lock-duration", "3"]);
    const sweep = app.sweep(["x=1,2", "how=wait", "hydra.launcher.reconnect_timeout=1"]);
    await begun(0);
    await server.kill();
    const { exitCode, stderr } = await sweep.ended;
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("it has not answered for")]);
    writeFileSync(path.join(app.directory, "go"), "");
    await server.start();
    const attached = await app.run(["--attach", "sw", "hydra.launcher.reconnect_timeout=60"]);
    expect([attached.exitCode, attached.stdout]).toEqual([0, expect.anything()]);
    expect([app.result("sw/0").status, app.result("sw/1").status]).toEqual(["completed", "completed"]);
    expect(worker.stderr).toContain("Redis answers again");
  });

  test("redis: a job that computes for longer than its lock holds runs once", async () => {
    const quick = ["--lock-duration", "1", "--stalled-interval", "0.5"];
    await Promise.all([app.worker(quick), app.worker(quick)]);
    const { exitCode } = await app.sweep(["x=1,2", "how=spin", "ms=5000"]).ended;
    expect(exitCode).toBe(0);
    expect([count("begin 0"), count("begin 1")]).toEqual([1, 1]);
  });

  test("redis: who started the sweep is killed, and attached again", async () => {
    const sweep = app.sweep(["x=1,2,3", "how=wait"]);
    await submitted("sw", 2);
    sweep.child.kill("SIGKILL");
    await sweep.ended;
    await app.worker();
    await begun(0);
    writeFileSync(path.join(app.directory, "go"), "");
    await eventually(() => count("end 1") === 1, "run jobs meanwhile");
    const { exitCode, stderr } = await app.run(["--attach", "sw"]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Attaching to sw")]);
    expect([0, 1, 2].map((num) => count(`end ${num}`))).toEqual([1, 1, 1]);
    expect([0, 1, 2].map((num) => app.result(`sw/${num}`).status)).toEqual([
      "completed",
      "completed",
      "completed",
    ]);
  });

  test("redis: enqueue_only says submitted, never completed; --attach collects", async () => {
    const submitted = await app.sweep(["x=1,2", "how=fails", "hydra.launcher.enqueue_only=true"]).ended;
    expect(submitted.exitCode).toBe(0);
    expect(submitted.stdout).toContain("--attach sw collects the results");
    expect(JSON.parse(app.read("sw/results.json"))).toMatchObject([
      { status: "submitted" },
      { status: "submitted" },
    ]);
    expect(app.read("sw/journal.jsonl")).toContain('"event":"closed"');
    expect(app.read("sw/journal.jsonl")).not.toContain("completed");
    await app.worker();
    const attached = await app.run(["--attach", "sw"]);
    expect(attached.exitCode).toBe(1);
    expect(attached.stderr).toContain("Job #1 failed");
    expect(JSON.parse(app.read("sw/results.json"))).toMatchObject([
      { status: "completed" },
      { status: "failed" },
    ]);
  });

  test("redis: Ctrl-C takes waiting jobs back and tells those that run; --resume runs them", async () => {
    const worker = await app.worker();
    const sweep = app.sweep(["x=1,2,3", "how=wait"]);
    await begun(0);
    sweep.child.kill("SIGINT");
    const { exitCode } = await sweep.ended;
    expect(exitCode).toBe(130);
    expect(app.result("sw/0").status).toBe("cancelled");
    expect(app.events("sw", 2).at(-1)).toBe("withdrawn");
    const left = await server.withQueue("q", (queue) => queue.getJobCounts("wait", "active"));
    expect(left).toEqual({ wait: 0, active: 0 });
    writeFileSync(path.join(app.directory, "go"), "");
    const resumed = await app.run(["--resume", "sw"]);
    expect([resumed.exitCode, resumed.stdout]).toEqual([0, expect.anything()]);
    expect(app.result("sw/2").returnValue).toBe(2);
    worker.child.kill("SIGTERM");
    expect((await worker.ended).exitCode).toBe(0);
  });

  test("redis: jobs planned with other code are refused, or run with a warning", async () => {
    await app.worker();
    writeFileSync(path.join(app.directory, "other.mjs"), `${files["my_app.mjs"]}// changed\n`);
    const refused = await app.sweep(["x=1", "hydra.launcher.retries=3"], { entry: "other.mjs" }).ended;
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("The worker has other code than job #0 was planned with");
    expect(app.result("sw/0").error?.code).toBe("WORKER_MISMATCH");
  });

  test("redis: --on-mismatch warn", async () => {
    const worker = await app.worker(["--on-mismatch", "warn"]);
    writeFileSync(path.join(app.directory, "other.mjs"), `${files["my_app.mjs"]}// changed\n`);
    const { exitCode } = await app.sweep(["x=1"], { entry: "other.mjs" }).ended;
    expect(exitCode).toBe(0);
    expect(worker.stderr).toContain("warning: The worker has other code");
  });

  test("redis: texts of all kinds and large configs survive", async () => {
    await app.worker();
    const big = `x: 0\nhow: whole\ntext: ${"ü🐉".repeat(200_000)}\nword: ''\n`;
    writeFileSync(path.join(app.directory, "conf/big.yaml"), big);
    const words = ["--config-name", "big", "x=1,2", "word='ключ: {a}'"];
    const { exitCode, stderr } = await app.sweep(words).ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(app.result("sw/1").returnValue).toEqual({ text: 600_000, word: "ключ: {a}" });
  });

  test("redis: a server that is not there is said at once", async () => {
    const port = await freePort();
    const url = `redis://me:secret@127.0.0.1:${port}`;
    const sweep = await app.sweep(["x=1", `hydra.launcher.redis='${url}'`]).ended;
    expect(sweep.exitCode).toBe(1);
    expect(sweep.stderr).toContain(
      `Redis at redis://me:…@127.0.0.1:${port} cannot be used: nobody listens there`,
    );
    const wrong = await app.sweep(["x=1", "hydra.launcher.redis=http://x"]).ended;
    expect(wrong.stderr).toContain("http://x is no address of a Redis server");
    const worker = await app.launchWorker([], { url }).ended;
    expect([worker.exitCode, worker.stderr]).toEqual([1, expect.stringContaining("nobody listens there")]);
    expect(`${sweep.stderr}${worker.stderr}`).not.toContain("secret");
  });

  test("redis: what others put into the queue is left alone, and said", async () => {
    const worker = await app.worker();
    const foreign = [null, 7, { orochi: 1, sweep: "x" }, { orochi: 1, __proto__: { order: {} } }, "text"];
    await server.withQueue("q", (queue) =>
      queue.addBulk(foreign.map((data) => ({ name: "theirs", data: data as object }))),
    );
    const { exitCode } = await app.sweep(["x=1,2"]).ended;
    expect(exitCode).toBe(0);
    await eventually(
      () => worker.stderr.split("it is no job of Orochi").length === foreign.length + 1,
      "say that it ignored them",
    );
    const failed = await server.withQueue("q", (queue) => queue.getFailed());
    expect(failed.map(({ failedReason }) => failedReason)).toEqual(
      foreign.map(() => "This is no job of Orochi"),
    );
  });

  test("redis: a worker without the sweep's directory works in its own, and the record comes back", async () => {
    const words = ["x=3", "how=where", "hydra.launcher.enqueue_only=true"];
    expect((await app.sweep(words).ended).exitCode).toBe(0);
    // As on another machine: there the mark of the sweep's directory is not to be seen.
    for (const name of readdirSync(path.join(app.directory, "sw")))
      if (name.startsWith(".queued-")) rmSync(path.join(app.directory, "sw", name));
    const worker = await app.worker(["--directory", "mine"]);
    await eventually(
      () =>
        app.has("mine") &&
        linesOf(
          app,
          readdirSync(path.join(app.directory, "mine")).map(
            (name) => `mine/${name}/0/.hydra/result.json`,
          )[0] ?? "",
        ).length > 1,
      "run the job",
    );
    const { exitCode, stderr } = await app.run(["--attach", "sw"]);
    expect([exitCode, stderr]).toEqual([0, expect.anything()]);
    const { returnValue } = app.result("sw/0");
    expect(returnValue).toMatchObject({ outputDir: expect.stringContaining("/mine/") as string });
    expect(app.read("sw/0/.hydra/overrides.yaml")).toBe("- x=3\n- how=where\n");
    expect(app.read("sw/0/.hydra/result.json")).toContain('"worker"');
    worker.child.kill("SIGTERM");
  });

  test("redis: jobs are added as earlier ones end; higher priorities come first", async () => {
    const common = ["how=brief", "ms=1", "hydra.launcher.concurrency=1"];
    const sweep = app.sweep([
      "x=range(12)",
      "hydra.launcher.in_flight=4",
      "hydra.launcher.priority=5",
      ...common,
    ]);
    await submitted("sw", 3);
    const urgent = app.sweep(["x=100", "hydra.launcher.priority=1", "hydra.sweep.dir=urgent", ...common]);
    await submitted("urgent", 0);
    const waiting = await server.withQueue("q", async (queue) => [
      await queue.getPrioritizedCount(),
      await queue.getGlobalConcurrency(),
    ]);
    expect(waiting).toEqual([5, 1]);
    await app.worker(["-c", "2"]);
    expect((await urgent.ended).exitCode).toBe(0);
    expect((await sweep.ended).exitCode).toBe(0);
    const first = app.result("urgent/0") as unknown as { readonly startedAt: string };
    const second = app.result("sw/0") as unknown as { readonly startedAt: string };
    expect(first.startedAt <= second.startedAt).toBe(true);
    expect(JSON.parse(app.read("sw/results.json"))).toHaveLength(12);
  });

  test("redis: secrets are not in what queues list, nor in what is printed", async () => {
    const worker = await app.worker();
    const words = ["x=2", "how=tells", "word=canary", "hydra.job.secrets=[word]"];
    const told = await app.sweep([...words, "hydra.launcher.keep_jobs=true", "hydra.launcher.retries=1"])
      .ended;
    expect(told.exitCode).toBe(1);
    const [failed] = await server.withQueue("q", (queue) => queue.getFailed());
    expect(failed?.failedReason).toBe("The job failed; its record tells why");
    expect(`${told.stdout}${told.stderr}${worker.stdout}${worker.stderr}`).not.toContain("canary");
  });

  test("redis: max_failures ends a sweep early", async () => {
    await app.worker();
    const words = ["x=2,2,2,2,2", "how=fails", "hydra.launcher.max_failures=1", "hydra.launcher.in_flight=1"];
    const { exitCode, stdout } = await app.sweep(words).ended;
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("4 were not started")]);
  });

  test("redis: TypeScript and CommonJS apps", async () => {
    const task = "({ x }: { x: number }): number => x + 1";
    writeFileSync(
      path.join(app.directory, "typed.ts"),
      `import { main } from "orochi";\nmain(${task}, { configPath: "conf", configName: "config" });\n`,
    );
    writeFileSync(
      path.join(app.directory, "old.cjs"),
      `const { main } = require("orochi");\nmain(({ x }) => x + 2, { configPath: "conf", configName: "config" });\n`,
    );
    const typed = await app.worker([], { entry: "typed.ts" });
    const tsx = path.join(modules, "tsx/dist/loader.mjs");
    const first = await app.sweep(["x=1,2"], { entry: "typed.ts", nodeArgs: ["--import", tsx] }).ended;
    expect([first.exitCode, first.stderr]).toEqual([0, ""]);
    expect(app.result("sw/1").returnValue).toBe(3);
    typed.child.kill("SIGTERM");
    await typed.ended;
    await app.worker([], { entry: "old.cjs" });
    await app.sweep(["x=1", "hydra.sweep.dir=sw2"], { entry: "old.cjs" }).ended;
    expect(app.result("sw2/0").returnValue).toBe(3);
  });
});
