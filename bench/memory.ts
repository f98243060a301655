/** Prints how many bytes of heap a leaf takes in trees of 100,000 leaves, as JSON. Needs `--expose-gc`, so it is a program of its own. */
import { createNode } from "../src/config/create.ts";
import { loadYaml } from "../src/config/yaml/load.ts";

const leaves = 100_000;

const flat = Object.fromEntries(Array.from({ length: leaves }, (_, index) => [`k${index}`, index]));
const nested = Object.fromEntries(
  Array.from({ length: leaves / 100 }, (_, outer) => [
    `s${outer}`,
    Object.fromEntries(Array.from({ length: 100 }, (_unused, inner) => [`k${inner}`, outer * 100 + inner])),
  ]),
);
const text = Object.entries(nested)
  .map(([name, entries]) => `${name}:\n${lines(entries)}`)
  .join("");

console.log(
  JSON.stringify({
    "a map of 100,000": bytesPerLeaf(() => createNode(flat)),
    "1,000 maps of 100": bytesPerLeaf(() => createNode(nested)),
    "1,000 maps of 100, from YAML": bytesPerLeaf(() => loadYaml(text)),
  }),
);

function lines(entries: Readonly<Record<string, number>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `  ${key}: ${value}\n`)
    .join("");
}

function bytesPerLeaf(make: () => unknown): number {
  // Twice: the first brings code, caches and hidden classes into being.
  make();
  const before = heapInUse();
  const tree = make();
  const after = heapInUse();
  if (tree === undefined) throw new Error("there is no tree");
  return Math.round((after - before) / leaves);
}

function heapInUse(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
