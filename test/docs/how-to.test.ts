import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  filesNotShown,
  installModules,
  pagesBelow,
  readPage,
  removeModules,
  renderPage,
} from "./how-to-page.ts";

// The how-to pages show their examples as they are, and their sessions print what the pages say (Z-GUIDE-001…024).
// `npx vitest run test/docs/how-to -u` writes files and output into the pages: read the difference before you commit it.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const pages = [readPage("README.md"), ...pagesBelow("docs/tutorials"), ...pagesBelow("docs/how-to")].filter(
  (page) => page !== undefined,
);

let modules = "";
beforeAll(async () => {
  modules = await installModules();
});
afterAll(() => removeModules(modules));

describe.concurrent("pages", () => {
  test.for(pages)("$file", { timeout: 240_000 }, async (page, { expect }) => {
    expect(filesNotShown(page)).toEqual([]);
    await expect(await renderPage(page, modules)).toMatchFileSnapshot(path.join(repository, page.file));
  });
});

test("the index names every page", () => {
  const index = readFileSync(path.join(repository, "docs/README.md"), "utf8");
  const names = readdirSync(path.join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => name.endsWith(".md") && name !== "README.md" && !name.startsWith("decisions/"));
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !index.includes(`](${name})`))).toEqual([]);
});

test("links between pages lead to a file and to a heading of it", () => {
  const broken = ["README.md", ...names("docs"), ...names("examples")].flatMap((page) => brokenLinks(page));
  expect(broken).toEqual([]);
});

function names(folder: string): string[] {
  return readdirSync(path.join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name.split(path.sep).join("/")}`);
}

function brokenLinks(page: string): string[] {
  const text = readFileSync(path.join(repository, page), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
    .filter(([, to = "", heading]) => {
      const file = to === "" ? page : path.join(path.dirname(page), to);
      const at = path.join(repository, file);
      if (!existsSync(at)) return true;
      return heading !== undefined && !headingsOf(at).includes(heading);
    })
    .map(([link]) => `${page}: ${link}`);
}

/** As GitHub makes anchors of headings. */
function headingsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
