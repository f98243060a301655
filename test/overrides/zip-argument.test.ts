import { expect, test } from "vitest";
import { parseOverrides } from "../../src/overrides/parse.ts";
import { SweepAxes } from "../../src/sweep/axes.ts";

const options = () => ["p", "q", "r"];

function jobs(...texts: string[]): string[] {
  return [...new SweepAxes(parseOverrides(texts), { options }).jobs()].map((job) =>
    job.map(({ text }) => text).join(" "),
  );
}

function failure(...texts: string[]): string {
  try {
    jobs(...texts);
  } catch (error) {
    return String(error);
  }
  return "nothing was wrong";
}

test.for([
  { id: "one argument", texts: ["zip(a=choice(1,2),b=choice(x,y))"], jobs: ["a=1 b=x", "a=2 b=y"] },
  { id: "blanks", texts: ["zip( a = choice(1,2) , b = range(3,5) )"], jobs: ["a=1 b=3", "a=2 b=4"] },
  {
    id: "prefixes, packages and groups",
    texts: ["zip(m.lr=choice(1,2),+x/y@p.q=choice(a,b),++z=choice(3,4))"],
    jobs: ["m.lr=1 +x/y@p.q=a ++z=3", "m.lr=2 +x/y@p.q=b ++z=4"],
  },
  {
    id: "quotes and brackets inside",
    texts: [String.raw`zip(a=choice('x,)','\'('),b=choice([1,2],{k: v}))`],
    jobs: [String.raw`a=x\,\) b=[1,2]`, String.raw`a="'(" b={k:v}`],
  },
  {
    id: "two arguments are multiplied",
    texts: ["zip(a=choice(1,2),b=choice(x,y))", "zip(c=range(2),d=choice(u,v))"],
    jobs: ["a=1 b=x c=0 d=u", "a=1 b=x c=1 d=v", "a=2 b=y c=0 d=u", "a=2 b=y c=1 d=v"],
  },
  {
    id: "a glob",
    texts: ["zip(a=choice(1,2,3),db=glob(*))"],
    jobs: ["a=1 db=p", "a=2 db=q", "a=3 db=r"],
  },
])("zip(key=…,key=…): $id", ({ texts, jobs: expected }) => {
  expect(jobs(...texts)).toEqual(expected);
});

test("the texts of its overrides mean the same when they are typed again", () => {
  const texts = ["zip(a=choice(1,2),b=choice(x,y))", "zip(c=range(2),+d=shuffle(u,v))"];
  const printed = parseOverrides(texts).map(({ text }) => text);
  expect(parseOverrides(printed).map(({ text }) => text)).toEqual(printed);
  expect(new SweepAxes(parseOverrides(printed)).size).toBe(4);
});

test.for([
  {
    texts: ["zip(a=choice(1,2),b=choice(x,y,z))"],
    says: "'a' has 2 and 'b' has 3\ncommand line:1:21",
  },
  { texts: ["a=zip(1,2)", "b=zip(x,y,z)"], says: "'a' has 2 and 'b' has 3" },
  { texts: ["zip(a=choice(1,2),db=glob(*))"], says: "'a' has 2 and 'db' has 3" },
  { texts: ["zip(a=choice(1,2))"], says: "two keys or more" },
  { texts: ["zip()"], says: "needs '=' and a sweep" },
  { texts: ["zip(a=1,b=choice(1,2))"], says: "takes sweeps, not the integer 1\ncommand line:1:7" },
  { texts: ["zip(a=choice(1,2),b=interval(0,1))"], says: "cannot zip an interval" },
  { texts: ["zip(a=choice(1,2),b=choice(1,2)"], says: "never closed" },
  { texts: ["zip(a=choice(1,2),b=choice(1,2))x"], says: "Expected the end of the argument" },
  { texts: ["zip(~a=choice(1,2),b=choice(1,2))"], says: "A deletion cannot be zipped" },
  { texts: ["zip(a=choice(1,2),b=chioce(1,2))"], says: "did you mean 'choice'?" },
  { texts: ["zip(a..b=choice(1,2),c=choice(1,2))"], says: "empty part between its dots" },
])("$texts is refused", ({ texts, says }) => {
  expect(failure(...texts)).toContain(says);
});
