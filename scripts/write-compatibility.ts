/**
 * Writes the table of measured differences into `docs/compatibility.md` from the lists in `test/conformance/deviations/`.
 * With `--check` it only says whether the page is up to date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { deviations } from "../test/conformance/deviations.ts";

const page = new URL("../docs/compatibility.md", import.meta.url);
const [begin, end] = ["<!-- differences: generated -->", "<!-- /differences -->"];

const text = readFileSync(page, "utf8");
const [before, rest = ""] = text.split(begin);
const after = rest.split(end)[1] ?? "";
const updated = await format(`${before}${begin}\n\n${tables()}\n${end}${after}`, {
  parser: "markdown",
  printWidth: 110,
});

if (process.argv.includes("--check")) {
  if (updated !== text)
    console.error("docs/compatibility.md is behind the deviation lists: run npm run docs:compatibility");
  process.exitCode = updated === text ? 0 : 1;
} else {
  writeFileSync(page, updated);
}

function tables(): string {
  return Object.entries(deviations)
    .filter(([, list]) => list.length > 0)
    .map(([family, list]) => {
      const rows = list.map(({ ids, reason, spec }) => `| ${cell(reason)} | ${cell(spec)} | ${ids.length} |`);
      return `### ${family}\n\n| what Orochi does | why: requirement or oddity | cases |\n|---|---|---|\n${rows.join("\n")}\n`;
    })
    .join("\n");
}

function cell(words: string): string {
  return words.replaceAll("|", "\\|").replaceAll("\n", " ");
}
