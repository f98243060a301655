import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { filesNotShown, installModules, pagesBelow, renderPage } from "./how-to-page.ts";

// The how-to pages show their examples as they are, and their sessions print what the pages say (Z-GUIDE-001…024).
// `npx vitest run test/docs/how-to -u` writes files and output into the pages: read the difference before you commit it.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const pages = pagesBelow("docs/how-to");

let modules = "";
beforeAll(async () => {
  modules = await installModules();
});

describe.concurrent("pages", () => {
  test.for(pages)("$file", { timeout: 240_000 }, async (page, { expect }) => {
    expect(filesNotShown(page)).toEqual([]);
    await expect(await renderPage(page, modules)).toMatchFileSnapshot(path.join(repository, page.file));
  });
});

test("there are pages", () => expect(pages.length).toBeGreaterThan(10));
