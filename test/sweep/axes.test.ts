import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseOverrides } from "../../src/overrides/parse.ts";
import { SweepAxes } from "../../src/sweep/axes.ts";

function jobs(texts: readonly string[], options?: ConstructorParameters<typeof SweepAxes>[1]): string[] {
  const axes = new SweepAxes(parseOverrides(texts), options);
  const all = [...axes.jobs()].map((job) => job.map(({ text }) => text).join(" "));
  expect(axes.size).toBe(all.length);
  return all;
}

describe("the product of a sweep (H-SWP-021…H-SWP-025)", () => {
  test.for([
    { id: "no arguments: one job", texts: [], want: [""] },
    { id: "last key fastest", texts: ["x=1,2", "y=a,b"], want: ["x=1 y=a", "x=1 y=b", "x=2 y=a", "x=2 y=b"] },
    { id: "an empty sweep: no job", texts: ["x=1,2", "y=range(5,1)"], want: [] },
    { id: "duplicates: the last, at the first's place", texts: ["x=1,2", "y=0", "x=3"], want: ["x=3 y=0"] },
    { id: "prefix and package tell keys apart", texts: ["x=1", "+x=2", "x@p=3"], want: ["x=1 +x=2 x@p=3"] },
    {
      id: "texts are written anew",
      texts: ["d={a: 5}", "f=1.50", "s=a b", "~z"],
      want: [String.raw`d={a:5} f=1.5 s=a\ b ~z`],
    },
    { id: "deletions can be swept", texts: ["~a=1,2"], want: ["~a=1", "~a=2"] },
    {
      id: "zip",
      texts: ["x=zip(1,2)", "z=0,1", "y=zip(a,b)"],
      want: ["x=1 z=0 y=a", "x=1 z=1 y=a", "x=2 z=0 y=b", "x=2 z=1 y=b"],
    },
    {
      id: "zip groups",
      texts: ["x=zip(1,2,group=g)", "y=zip(choice(a,b),group=g)", "z=zip(range(1))"],
      want: ["x=1 y=a z=0", "x=2 y=b z=0"],
    },
  ])("$id", ({ texts, want }) => {
    expect(jobs(texts)).toEqual(want);
  });

  test("glob takes the options of the group (H-FUN-020)", () => {
    const options = (group: string): string[] => (group === "db" ? ["mysql", "postgres"] : []);
    expect(jobs(["db=glob(*,exclude=m*)", "+x/y=glob(*)"], { options })).toEqual([]);
    expect(jobs(["db=glob(*)"], { options })).toEqual(["db=mysql", "db=postgres"]);
  });

  test("zipped sweeps of different lengths are refused, with both lengths", () => {
    expect(() => jobs(["x=zip(1,2)", "y=zip(a,b,c)"])).toThrow(/'x' has 2 and 'y' has 3/);
  });

  test("an interval is refused with its place (H-SWP-022)", () => {
    expect(() => jobs(["x=interval(0,1)"])).toThrow(/command line:1:3/);
  });

  test("the order of a shuffled sweep is drawn once, and fixed by a seed (H-SWP-029)", () => {
    const drawn = jobs(["a=1,2", "x=shuffle(range(50))"]).map((text) => text.slice(4));
    expect(drawn.slice(0, 50)).toEqual(drawn.slice(50));
    expect(jobs(["x=shuffle(range(50))"], { seed: 1 })).toEqual(jobs(["x=shuffle(range(50))"], { seed: 1 }));
  });

  test("a sweep of any size is walked without holding it (design D7)", () => {
    const axes = new SweepAxes(parseOverrides(["x=range(1000000000)", "y=range(1000000000)"]));
    const first: string[] = [];
    for (const job of axes.jobs()) {
      first.push(job.map(({ text }) => text).join(" "));
      if (first.length === 4) break;
    }
    expect(axes.size).toBe(1e18);
    expect(first.at(-1)).toBe("x=0 y=3");
  });

  test("the job at any position has the digits of its number", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }), (sizes) => {
        const texts = sizes.map((size, index) => `k${index}=range(${size})`);
        const all = jobs(texts);
        const digits = (num: number): string[] => {
          let rest = num;
          const values = sizes.toReversed().map((size) => {
            const digit = rest % size;
            rest = Math.floor(rest / size);
            return digit;
          });
          return values.toReversed().map((digit, index) => `k${index}=${digit}`);
        };
        all.forEach((job, num) => expect(job).toBe(digits(num).join(" ")));
      }),
      { numRuns: 60 },
    );
  });
});
