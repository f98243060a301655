import { builds, makeConfig, zen } from "orochi";
import { z } from "zod";

const PersonOptions = z.object({ name: z.string().min(1), age: z.int().min(0) });

class Person {
  readonly label: string;
  constructor({ name, age }: z.infer<typeof PersonOptions>) {
    this.label = `${name} (${age})`;
  }
}

// Whoever builds a Person from a config goes through its schema.
const checked = (Target: typeof Person) => (options: unknown) => new Target(PersonOptions.parse(options));

const Config = makeConfig({
  person: builds(Person, { name: "Ada", age: 36 }, { wrappers: checked }),
});

zen(({ person }: { person: Person }) => console.log(person.label)).main({ config: Config });
