import { FailedJobError, field, glob, launch, makeConfig, range, sweep, zen, ZenStore } from "orochi";
import type { JobReturn } from "orochi";

interface Sorter {
  readonly name: string;
  readonly cost: (size: number) => number;
}
const log2 = (size: number) => Math.ceil(Math.log2(size));
function quadratic(): Sorter {
  return { name: "insertion", cost: (size) => size ** 2 };
}
function linearithmic(): Sorter {
  return { name: "merge", cost: (size) => size * log2(size) };
}

const store = new ZenStore();
const sorters = store.with({ group: "sorter" });
sorters(quadratic, { name: "insertion" });
sorters(linearithmic, { name: "merge" });

const Config = makeConfig({ sorter: field<Sorter>(), size: 100, threads: 1 });

function measure({ sorter, size, threads }: { sorter: Sorter; size: number; threads: number }): number {
  if (size > 1000 && sorter.name === "insertion") throw new RangeError(`${size} is too much for me`);
  return sorter.cost(size) / threads;
}

async function measureAll(): Promise<readonly JobReturn[]> {
  try {
    return await launch(Config, zen(measure), {
      store,
      multirun: true,
      overrides: {
        "+sorter": glob("*"),
        size: sweep([10, 100, 10_000]),
        threads: range(1, 3),
        "hydra.sweep.dir": "sweep",
        "hydra/hydra_logging": "disabled",
      },
    });
  } catch (error) {
    if (error instanceof FailedJobError) return error.jobReturns;
    throw error;
  }
}

for (const job of await measureAll())
  console.log(
    job.overrides.join(" "),
    "=>",
    job.status === "completed" ? job.returnValue : String(job.error),
  );
