import { builds, field, makeConfig, zen } from "orochi";
import { Cashier, type Till } from "./till.ts";

function simulate({ customers, items, till }: { customers: number; items: number; till: Till }): number {
  const minutes = customers * till.minutes(items);
  console.log(`${till.name} serves ${customers} customers in ${minutes} minutes`);
  return minutes;
}

const Config = makeConfig({
  customers: field.int(30),
  items: field.int(20),
  till: builds(Cashier, {}, { populateFullSignature: true }),
});

zen(simulate).main({ config: Config });
