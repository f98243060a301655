import type { Random } from "./random.ts";

type Mutation = (text: string, random: Random) => string;

const maxLength = 20_000;

/** What the grammars treat in a special way, and what breaks careless code. */
const tokens = [
  ..."${}[]()<>:.,=+~@/\\'\"#&*!|>-?%_ \t\n\r0\u0000".split(""),
  "${",
  "${a.b}",
  "${.x}",
  "${oc.env:",
  "???",
  "null",
  "\u0085",
  "\u2028",
  "\ud800",
  "é",
  "🥐",
  "\ufeff",
  "__proto__",
  "constructor",
  "toString",
  "- ",
  ": ",
  "? ",
  "<<: ",
  "&a ",
  "*a",
  "!!int ",
  "!!set ",
  "--- ",
  "---\n",
  "...\n",
  "|2\n",
  "defaults:\n",
  "- _self_\n",
  "override ",
  "optional ",
  "@_global_",
  "/db",
  "1e999",
  "-0",
  ".nan",
  "0x",
  "1_0:59",
  "9".repeat(30),
  "range(",
  "choice(",
  "sort(",
  "glob(*)",
  "a.b[0]",
];

const mutations: readonly Mutation[] = [
  (text, random) => insert(text, random, random.pick(tokens)),
  (text, random) => insert(text, random, random.pick(tokens)),
  (text, random) => insert(text, random, piece(text, random)),
  (text, random) => insert(text, random, piece(text, random).repeat(1 + random.below(4))),
  (text, random) => cut(text, random),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => cut(insert(text, random, random.pick(tokens)), random),
  (text, random) => insert(text, random, String.fromCharCode(random.below(0x10000))),
  (text, random) => nest(text, random),
];

/** A text beside a known one: a few small changes, sometimes a large one. */
export function mutate(text: string, random: Random): string {
  let changed = text;
  for (let count = random.below(5); count >= 0; count--) changed = random.pick(mutations)(changed, random);
  return changed.slice(0, maxLength);
}

/** A text of tokens alone. */
export function randomText(random: Random): string {
  return Array.from({ length: 1 + random.below(25) }, () => random.pick(tokens)).join("");
}

function insert(text: string, random: Random, part: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + part + text.slice(at);
}

function cut(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + 1 + random.below(8));
}

function piece(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(at, at + 1 + random.below(20));
}

/** Brackets thousands deep, now and then. */
function nest(text: string, random: Random): string {
  const depth = random.below(20) === 0 ? random.below(6000) : random.below(5);
  const [open, close] = random.pick([
    ["[", "]"],
    ["{a: ", "}"],
    ["${", "}"],
    ["${oc.decode:", "}"],
    ["sort(", ")"],
  ] as const);
  const at = random.below(text.length + 1);
  return text.slice(0, at) + open.repeat(depth) + text.slice(at) + close.repeat(depth);
}
