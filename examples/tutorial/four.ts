import { field, makeConfig, zen, ZenStore } from "orochi";
import { Cashier, SelfCheckout, type Till } from "./till.ts";

function simulate({ customers, items, till }: { customers: number; items: number; till: Till }): number {
  const minutes = customers * till.minutes(items);
  console.log(`${till.name} serves ${customers} customers in ${minutes} minutes`);
  return minutes;
}

const store = new ZenStore();

const till = store.with({ group: "till" });
till(Cashier, { name: "cashier" });
till(Cashier, { name: "trainee", config: { name: "Bob", secondsPerItem: 9 } });
till(SelfCheckout, { name: "self" });

store(
  makeConfig(
    { customers: field.int(30), items: field.int(20), till: field<Till>() },
    { defaults: ["_self_", { till: "cashier" }, { experiment: null }] },
  ),
  { name: "shop" },
);

const experiment = store.with({ group: "experiment", package: "_global_" });
experiment(makeConfig({ customers: 200, items: 5 }, { defaults: [{ "override /till": "self" }, "_self_"] }), {
  name: "saturday",
});

zen(simulate).main({ store, configName: "shop" });
