/**
 * Feeds changed texts of the corpus and random ones to everything that reads text:
 * `npm run fuzz -- [--seconds N] [--seed S] [--target yaml|interpolation|overrides|defaults]`.
 * Exits with 1 at the first text that throws anything but an error of ours, or takes more than two seconds.
 */
import { parseArgs } from "node:util";
import { mutate, randomText } from "./fuzz/mutate.ts";
import { Random } from "./fuzz/random.ts";
import { type Target, targets } from "./fuzz/targets.ts";
import { firstFinding, minimise } from "./fuzz/watch.ts";

const { values: flags } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    target: { type: "string" },
  },
});
const seconds = Number(flags.seconds);
const seed = Number(flags.seed);
const chosen = targets.filter(({ name }) => flags.target === undefined || name === flags.target);
if (chosen.length === 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  console.error(
    `--seconds and --seed take numbers; targets are ${targets.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
// Thousands of texts are written in deprecated ways.
process.noDeprecation = true;

const batch = 50;
for (const target of chosen) fuzz(target, (seconds * 1000) / chosen.length);

/** Stops the process at a finding. */
function fuzz(target: Target, budgetMs: number): void {
  const corpus = target.corpus();
  const end = Date.now() + budgetMs;
  let count = 0;
  for (let round = 0; Date.now() < end; round++) {
    const random = new Random(seed * 7919 + round);
    const texts = Array.from({ length: batch }, () => textFor(corpus, random));
    const finding = firstFinding(texts, target.read);
    count += texts.length;
    if (finding === undefined) continue;
    const { text, kind, detail } = minimise(finding, target.read);
    console.log(`${target.name}: ${kind} with --seed ${seed} after ${count} texts\n${detail}`);
    console.log(`smallest text (${text.length} characters): ${JSON.stringify(text.slice(0, 2000))}`);
    process.exit(1);
  }
  console.log(`${target.name}: ${count} texts, nothing found, --seed ${seed}`);
}

function textFor(corpus: readonly string[], random: Random): string {
  const kind = random.below(10);
  if (kind === 0) return randomText(random);
  const base = random.pick(corpus);
  // Two texts of the corpus side by side reach what neither does alone.
  return mutate(kind === 1 ? base + random.pick(corpus) : base, random);
}
