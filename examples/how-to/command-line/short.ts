import { zen } from "orochi";

function greet({ name, times = 1 }: { name: string; times?: number }): void {
  console.log(`Hello ${name}! `.repeat(times).trimEnd());
}

zen(greet).main({ config: greet });
