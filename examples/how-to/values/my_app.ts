import { builds, converterFor, createBuilder, instantiate, loadFromYaml, saveAsYaml, toYaml } from "orochi";

// A class of your own can say how its instances are written.
class Money {
  readonly cents: number;
  constructor({ cents }: { cents: number }) {
    this.cents = cents;
  }
  static toConfig({ cents }: Money) {
    return builds(Money, { cents });
  }
}

// For a class of somebody else, a family of functions learns it.
class Duration {
  readonly ms: number;
  constructor({ ms }: { ms: number }) {
    this.ms = ms;
  }
}
const { makeConfig } = createBuilder({
  converters: [converterFor(Duration, ({ ms }) => builds(Duration, { ms }))],
});

const Config = makeConfig({
  opened: new Date("2026-01-02T00:00:00Z"),
  sku: /^[a-z]+-\d+$/,
  tags: new Set(["new", "sale"]),
  stock: new Map([
    ["tea", 3],
    ["pot", 1],
  ]),
  price: new Money({ cents: 1250 }),
  hold: new Duration({ ms: 500 }),
});

saveAsYaml(Config, "config.yaml");
console.log(toYaml(Config));

const again = await instantiate(loadFromYaml("config.yaml"), { registry: { Money, Duration } });
console.log(again);
