import { expect, test } from "vitest";
import { takeBuiltinsQuickly } from "../../scripts/build/quick-builtins.ts";

test.for([
  ['import path from "node:path";', 'const path = process.getBuiltinModule("node:path");'],
  ['import * as fs from "node:fs";', 'const fs = process.getBuiltinModule("node:fs");'],
  [
    'import { readFileSync, statSync as statSync2 } from "node:fs";',
    'const { readFileSync, statSync: statSync2 } = process.getBuiltinModule("node:fs");',
  ],
  [
    'import timers, { setTimeout as sleep } from "node:timers/promises";',
    'const timers = process.getBuiltinModule("node:timers/promises");\nconst { setTimeout: sleep } = process.getBuiltinModule("node:timers/promises");',
  ],
  ['import { load } from "js-yaml";', 'import { load } from "js-yaml";'],
  ['const help = `\n  import fs from "node:fs";\n`;', 'const help = `\n  import fs from "node:fs";\n`;'],
] as const)("built-in modules are taken without a facade (D13): %s", ([written, built]) => {
  expect(takeBuiltinsQuickly(written)).toBe(built);
});
