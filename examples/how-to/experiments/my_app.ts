import { makeConfig, zen, ZenStore } from "orochi";

const store = new ZenStore();

// Entries may be named after their content.
const named = store.with({ name: (config: { name: string }) => config.name });
const queues = named.with({ group: "queue" });
queues({ name: "memory", limit: 100 });
queues({ name: "redis", limit: 10_000 });
const crawlers = named.with({ group: "crawler" });
crawlers({ name: "polite", delayMs: 1000, parallel: 1 });
crawlers({ name: "eager", delayMs: 10, parallel: 32 });

store(makeConfig({ seeds: 1 }, { defaults: ["_self_", { queue: "memory" }, { crawler: "polite" }] }), {
  name: "crawl",
});

// An experiment lies over the whole config: other options of groups, other values inside of them.
const experiment = store.with({ group: "experiment", package: "_global_" });
experiment(
  makeConfig(
    { crawler: { delayMs: 200 }, seeds: 5 },
    { defaults: [{ "override /queue": "redis" }, "_self_"] },
  ),
  { name: "weekly" },
);
experiment(
  makeConfig(
    { seeds: 50 },
    { defaults: [{ "override /queue": "redis" }, { "override /crawler": "eager" }, "_self_"] },
  ),
  { name: "full" },
);

interface Crawl {
  readonly queue: { readonly name: string; readonly limit: number };
  readonly crawler: { readonly name: string; readonly delayMs: number; readonly parallel: number };
  readonly seeds: number;
}

function crawl({ queue, crawler, seeds }: Crawl): void {
  console.log(
    `${seeds} seeds, ${crawler.name} (${crawler.delayMs} ms, ${crawler.parallel} at a time), ${queue.name}`,
  );
}

zen(crawl).main({ store, configName: "crawl" });
