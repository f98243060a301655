import { hydraConf, zen, ZenStore } from "orochi";

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n > 1;
}

function countPrimes({ below }: { below: number }) {
  let count = 0;
  for (let n = 0; n < below; n++) if (isPrime(n)) count++;
  return count;
}

const store = new ZenStore();
store(hydraConf({ sweep: { dir: "sweep" }, run: { dir: "run" } }));
store({ below: 300_000 }, { name: "primes" });
zen(countPrimes).main({ store, configName: "primes" });
