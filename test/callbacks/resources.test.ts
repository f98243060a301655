import { expect, test } from "vitest";
import { ShippedRig } from "./shipped.ts";

function burn(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;) Math.sqrt(end);
}

test("samples while the task blocks its thread, peaks in the record and the table", async () => {
  using rig = new ShippedRig();
  const task = (): number => {
    burn(400);
    return 1;
  };
  const { exitCode, stderr, read, json } = await rig.run(
    ["-m", "x=1,2", "+hydra/callbacks=resources", "hydra.callbacks.resources.interval=0.05"],
    { task },
  );
  expect([exitCode, stderr]).toEqual([0, ""]);
  const [title, ...lines] = read("sweep/1/resources.csv").trim().split("\n");
  expect(title).toBe("time,seconds,cpu_percent,memory_mb,load");
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).toMatch(/^\d{4}-\S+Z,[\d.]+,[\d.]+,[\d.]+,[\d.]+$/);
  expect(json("sweep/0/.hydra/result.json")).toMatchObject({
    notes: { resources: { peak_memory_mb: expect.any(Number), cpu_seconds: expect.any(Number) } },
  });
  expect(read("sweep/results.csv")).toContain("resources.peak_memory_mb");
});

test("peaks without a file", async () => {
  using rig = new ShippedRig();
  const { json, read } = await rig.run(["+hydra/callbacks=resources", "hydra.callbacks.resources.file=null"]);
  expect(json("out/.hydra/result.json")).toMatchObject({ notes: { resources: {} } });
  expect(() => read("out/resources.csv")).toThrow("ENOENT");
});
