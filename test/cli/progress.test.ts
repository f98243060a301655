import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { formatDuration } from "../../src/cli/format-duration.ts";
import { formatProgress } from "../../src/cli/progress/format-progress.ts";
import { LiveProgress } from "../../src/cli/progress/live-progress.ts";
import { describeProgress, SweepProgress } from "../../src/cli/progress/sweep-progress.ts";
import { watchSweepOnTerminal } from "../../src/cli/progress/watch-sweep.ts";
import { cutToWidth, widthOfText } from "../../src/cli/text-width.ts";
import { MapNode } from "../../src/config/node.ts";
import { parseOverrides } from "../../src/overrides/parse.ts";
import { JobReturn, type JobStatus } from "../../src/sweep/job-return.ts";
import type { PlannedJob } from "../../src/sweep/plan.ts";

function job(num: number, ...overrides: string[]): PlannedJob {
  return { num, overrides: parseOverrides(overrides), config: new MapNode() };
}
function ended(status: JobStatus): JobReturn {
  const now = new Date(0);
  const facts = { overrides: [], config: {}, hydraConfig: {}, outputDir: "/out", taskName: "app" };
  return new JobReturn({ ...facts, status, startedAt: now, endedAt: now });
}

describe("what is told of a sweep that runs", () => {
  test("counts, rate, time left and what jobs last said", () => {
    let now = 1000;
    const progress = new SweepProgress(() => now);
    progress.batch(10);
    expect(formatProgress(progress, { columns: 80, rows: 10 })).toEqual(["0/10 done, 0 running"]);
    for (const num of [0, 1, 2, 3]) progress.started(job(num, `x=${num}`));
    now = 3000;
    progress.ended(job(0), ended("completed"));
    progress.ended(job(1), ended("failed"));
    progress.progressed(job(2), { step: 3, loss: 0.123456 });
    progress.printed(job(3), "\u001B[31mepoch\t1\u001B[0m\r");
    progress.printed(job(3), "   ");
    expect(formatProgress(progress, { columns: 80, rows: 10 })).toEqual([
      "2/10 done, 1 failed, 2 running, 1.0/s, 8.0 s left",
      "  #2  x=2  2.0 s  step 3 loss 0.1235",
      "  #3  x=3  2.0 s  epoch 1",
    ]);
    expect(formatProgress(progress, { columns: 20, rows: 3 })).toEqual([
      "2/10 done, 1 faile…",
      "  #2  x=2  2.0 s  …",
      "  and 1 more",
    ]);
  });

  test("a job that is tried again does not run meanwhile", () => {
    const progress = new SweepProgress(() => 0);
    progress.batch(1);
    progress.started(job(0));
    progress.retrying(job(0));
    expect(formatProgress(progress, { columns: 80, rows: 10 })).toEqual([
      "0/1 done, 1 tried again, 0 running",
    ]);
  });

  test.for([
    ["half", "half"],
    [0.123456, "0.1235"],
    [3, "3"],
    [{ epoch: 1, of: { all: 3 }, list: [1] }, 'epoch 1 of {"all":3} list [1]'],
    [undefined, ""],
    [null, "null"],
  ] as const)("a report of %j is %s", ([report, want]) => expect(describeProgress(report)).toBe(want));

  test.for([
    [0, "0.0 s"],
    [9940, "9.9 s"],
    [9960, "10 s"],
    [59_400, "59 s"],
    [59_700, "1 min 0 s"],
    [3_725_000, "1 h 2 min"],
    [190_000_000, "2 d 4 h"],
  ] as const)("%d ms are %s", ([milliseconds, want]) => expect(formatDuration(milliseconds)).toBe(want));

  test.for([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 5, "abcd…"],
    ["漢字漢字", 5, "漢字…"],
    ["🐉🐉", 4, "🐉🐉"],
    ["e\u0301e\u0301", 2, "e\u0301e\u0301"],
    ["abc", 0, ""],
  ] as const)("%s in %d columns is %s", ([text, columns, want]) => {
    const cut = cutToWidth(text, columns);
    expect(cut).toBe(want);
    expect(widthOfText(cut)).toBeLessThanOrEqual(columns);
  });
});

const escape = "\u001B";

/** A terminal that knows just what the display uses: lines, the cursor going up, and erasing to the end. */
class FakeScreen {
  columns = 60;
  rows = 20;
  text = "";
  write = (chunk: string): boolean => {
    for (const piece of chunk.replaceAll(escape, "").split(/(\[\d+A\r\[J)/)) this.#take(piece);
    return true;
  };
  #take(piece: string): void {
    const up = /^\[(\d+)A\r\[J$/.exec(piece);
    if (up === null) this.text += piece;
    else
      this.text = this.text
        .split(/(?<=\n)/)
        .slice(0, -Number(up[1]))
        .join("");
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

describe("the lines below the output", () => {
  test("come and go around everything that is written, and leave no trace", async () => {
    const screen = new FakeScreen();
    const other = { write: screen.write };
    const [ownWrite, otherWrite] = [screen.write, other.write];
    const progress = new SweepProgress();
    const live = new LiveProgress(progress, { screen, others: [other] });
    progress.batch(2);
    await until(() => screen.text.includes("0/2 done"));
    other.write("hello\n");
    expect(screen.text).toBe("hello\n");
    progress.ended(job(0), ended("completed"));
    await until(() => screen.text.includes("1/2 done"));
    screen.write("half a line");
    expect(screen.text).toBe("hello\nhalf a line");
    await sleep(250);
    expect(screen.text).toBe("hello\nhalf a line");
    screen.write(" and the rest\n");
    await until(() => screen.text.includes("1/2 done"));
    live.stop();
    expect(screen.text).toBe("hello\nhalf a line and the rest\n");
    expect([screen.write, other.write]).toEqual([ownWrite, otherWrite]);
  });

  test("are not drawn where lines cannot be redrawn", () => {
    const stream = (isTTY: boolean) =>
      ({ isTTY, write: () => true }) as unknown as NodeJS.WriteStream & { fd: 1 };
    const watch = (isTTY: boolean, env: Record<string, string>) => {
      const found = watchSweepOnTerminal({ stdout: stream(isTTY), stderr: stream(isTTY) as never }, env);
      found?.stop();
      return found !== undefined;
    };
    expect(watch(true, {})).toBe(true);
    expect(watch(true, { CI: "false" })).toBe(true);
    expect(watch(false, {})).toBe(false);
    expect(watch(true, { TERM: "dumb" })).toBe(false);
    expect(watch(true, { CI: "true" })).toBe(false);
  });
});
