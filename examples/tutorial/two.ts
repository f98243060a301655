import { field, makeConfig, zen } from "orochi";

function simulate({ customers, tills }: { customers: number; tills: number }): number {
  const minutes = Math.ceil(customers / tills) * 2;
  console.log(`${customers} customers at ${tills} tills: the last one leaves after ${minutes} minutes`);
  return minutes;
}

const Config = makeConfig({ customers: field.int(), tills: field.int(2) });

zen(simulate).main({ config: Config });
