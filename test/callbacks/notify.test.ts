import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ShippedRig } from "./shipped.ts";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

async function webhook(answer: number | "never") {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body: JSON.parse(text) });
      if (answer !== "never") response.writeHead(answer).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/password`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const fail = ({ x }: { x: number }): number => {
  if (x === 2) throw new Error("told to fail");
  return x;
};

test("a webhook gets how the sweep ended, as JSON", async () => {
  using rig = new ShippedRig();
  await using hook = await webhook(200);
  const to = ["+hydra/callbacks=notify", `hydra.callbacks.notify.url='${hook.url}'`];
  const { exitCode, stderr } = await rig.run(
    ["-m", "x=1,2,3", ...to, "+hydra.callbacks.notify.headers.authorization='Bearer me'"],
    { task: fail },
  );
  expect([exitCode, stderr.includes("warning")]).toEqual([1, false]);
  expect(hook.received).toHaveLength(1);
  expect(hook.received[0]?.headers).toMatchObject({
    authorization: "Bearer me",
    "content-type": "application/json",
  });
  expect(hook.received[0]?.body).toMatchObject({
    event: "multirun",
    app: "app",
    status: "failed",
    text: expect.stringMatching(/^app failed \(2 of 3 jobs completed\) after [\d.]+ s on /),
    directory: `${rig.directory}/sweep`,
    jobs: { total: 3, completed: 2, failed: 1, cancelled: 0 },
    failed: [{ num: 1, overrides: ["x=2"], error: "told to fail" }],
  });
});

test("a command reads it from its input; no shell reads its words", async () => {
  using rig = new ShippedRig();
  const script = path.join(rig.directory, "take.cjs");
  writeFileSync(
    script,
    `const fs = require("node:fs"); fs.writeFileSync(process.argv[2], fs.readFileSync(0)); fs.writeFileSync("words.json", JSON.stringify(process.argv.slice(3)));`,
  );
  const words = [process.execPath, script, path.join(rig.directory, "message.json"), "$(touch", "x;y"];
  const command = `hydra.callbacks.notify.command=[${words.map((word) => `'${word}'`).join(",")}]`;
  const { exitCode, stderr, json } = await rig.run(["+hydra/callbacks=notify", command]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(json("words.json")).toEqual(["$(touch", "x;y"]);
  expect(json("message.json")).toMatchObject({ event: "run", status: "completed", jobs: { total: 1 } });
});

test.for([
  { id: "when it completes", overrides: ["x=1"], count: 0 },
  { id: "when it fails", overrides: ["x=2"], count: 1 },
])("only of failures: $id $count times", async ({ overrides, count }) => {
  using rig = new ShippedRig();
  await using hook = await webhook(200);
  const to = [
    "+hydra/callbacks=notify",
    `hydra.callbacks.notify.url='${hook.url}'`,
    "hydra.callbacks.notify.when=failed",
  ];
  await rig.run([...overrides, ...to], { task: fail });
  expect(hook.received).toHaveLength(count);
});

test.for([
  { id: "an answer that says no", answer: 500, says: /127\.0\.0\.1:\d+ answered 500/ },
  { id: "no answer", answer: "never", says: /it did not answer within 0\.2 s/ },
] as const)("$id is a warning that does not tell the address", async ({ answer, says }) => {
  using rig = new ShippedRig();
  await using hook = await webhook(answer);
  const to = [
    "+hydra/callbacks=notify",
    `hydra.callbacks.notify.url='${hook.url}'`,
    "hydra.callbacks.notify.timeout=0.2",
  ];
  const { exitCode, stderr } = await rig.run(to);
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(says)]);
  expect(stderr).not.toContain("password");
});

test.for([
  { id: "a program that is not there", command: "['no-such-program-here']", says: "ENOENT" },
  {
    id: "a program that fails",
    command: `['${process.execPath}','-e','console.error(3333); process.exit(4)']`,
    says: "exited with code 4: 3333",
  },
  {
    id: "a program that does not end",
    command: `['${process.execPath}','-e','setInterval(() => {}, 1000)']`,
    says: "timeout: 0.5 s",
  },
])("$id is a warning", async ({ command, says }) => {
  using rig = new ShippedRig();
  const to = [
    "+hydra/callbacks=notify",
    `hydra.callbacks.notify.command=${command}`,
    "hydra.callbacks.notify.timeout=0.5",
  ];
  const { exitCode, stderr } = await rig.run(to);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(says)]);
});

test("with neither a command nor a URL it says so at once", async () => {
  using rig = new ShippedRig();
  expect((await rig.run(["+hydra/callbacks=notify"])).stderr).toContain("Nobody is notified");
});
