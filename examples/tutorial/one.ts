import { field, launch, makeConfig, zen } from "orochi";

function simulate({ customers, tills }: { customers: number; tills: number }): number {
  const minutes = Math.ceil(customers / tills) * 2;
  console.log(`${customers} customers at ${tills} tills: the last one leaves after ${minutes} minutes`);
  return minutes;
}

const Config = makeConfig({ customers: field.int(), tills: field.int(2) });

const { returnValue } = await launch(Config, zen(simulate), { overrides: { customers: 30 } });
console.log("the task answered", returnValue);
