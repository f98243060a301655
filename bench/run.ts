/** `npm run bench [-- NAME ...] [--json]`: all suites, or those whose name contains one of the words. */
import { parseArgs } from "node:util";
import type { Figure, Suite } from "./harness.ts";

const suiteFiles = [
  "startup",
  "completion",
  "yaml",
  "config",
  "interpolation",
  "overrides",
  "compose",
  "instantiate",
  "zen",
  "multirun",
  "launchers",
  "bullmq",
  "callbacks",
];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const wanted = suiteFiles.filter(
  (name) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
if (wanted.length === 0) {
  console.error(`no suite matches; there are ${suiteFiles.join(", ")}`);
  process.exit(2);
}
delete process.env["NODE_EXTRA_CA_CERTS"];

const machine = `Node ${process.version}, ${process.platform} ${process.arch}`;
const report: { suite: string; figures: Figure[]; notes: string[] }[] = [];
if (!flags.json) console.log(machine);
for (const name of wanted) {
  const { suite } = (await import(`./${name}.bench.ts`)) as { suite: Suite };
  const figures = await suite.figures();
  const notes = suite.notes?.() ?? [];
  report.push({ suite: suite.name, figures, notes });
  if (!flags.json) print(suite.name, figures, notes);
}
if (flags.json) console.log(JSON.stringify({ machine, report }, undefined, 1));

function print(name: string, figures: readonly Figure[], notes: readonly string[]): void {
  console.log(`\n${name}`);
  for (const figure of figures) {
    const reference =
      figure.referenceMs === undefined ? "" : `; reference took ${format(figure.referenceMs)}`;
    console.log(
      `  ${figure.name}: ${format(figure.medianMs)} (min ${format(figure.minimumMs)}), ` +
        `${figure.ratio.toFixed(2)} x ${figure.yardstick} (${format(figure.yardstickMedianMs)}), ${figure.runs} pairs${reference}`,
    );
  }
  for (const note of notes) console.log(`  ${note}`);
}

function format(milliseconds: number): string {
  if (milliseconds >= 10) return `${milliseconds.toFixed(0)} ms`;
  if (milliseconds >= 0.1) return `${milliseconds.toFixed(2)} ms`;
  return `${(milliseconds * 1000).toFixed(2)} µs`;
}
