import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { App } from "../apps/rig.ts";

test("jobs in other processes: facts reach the table, and what goes wrong later is told", async () => {
  using app = new App({
    "my_app.ts": `
      import { main } from "orochi";
      main(({ x }: { x: number }) => x, { configName: "config", configPath: "." });`,
    "config.yaml": "x: 1\nhydra: { sweep: { dir: sweep } }\n",
  });
  writeFileSync(path.join(app.directory, "taken"), "");
  const { exitCode, stdout, stderr } = await app.run([
    "-m",
    "x=1,2",
    "hydra/launcher=processes",
    "hydra/callbacks=[timeit,resources,profile,upload]",
    "hydra.callbacks.upload.url=taken",
    "hydra.callbacks.upload.retries=0",
  ]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout.match(/Job #[01]: Callback Upload\.onJobEnd threw HydraException/g)).toHaveLength(2);
  const [titles = "", ...rows] = readFileSync(path.join(app.directory, "sweep/results.csv"), "utf8")
    .trim()
    .split("\n");
  expect(titles.split(",")).toEqual(
    expect.arrayContaining(["timeit.seconds", "resources.peak_memory_mb", "value"]),
  );
  expect(rows).toHaveLength(2);
  for (const num of [0, 1])
    expect(
      JSON.parse(readFileSync(path.join(app.directory, `sweep/${num}/cpu.cpuprofile`), "utf8")),
    ).toMatchObject({
      samples: expect.any(Array),
    });
});
