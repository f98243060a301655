import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// Every TypeScript block of the Markdown pages and every TSDoc @example of the sources compiles against the published names.
// A block that does not import a published name itself gets the import written for it. ```ts nocheck opts out.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const workshop = path.join(repository, "node_modules/.cache/orochi-snippets");
const subpaths = {
  orochi: "index",
  "orochi/config": "config",
  "orochi/plugin": "plugin",
  "orochi/testing": "testing",
};

interface Snippet {
  readonly place: string;
  readonly code: string;
}

test("all snippets compile", { timeout: 120_000 }, () => {
  const snippets = [...markdownSnippets(), ...tsdocSnippets()];
  expect(snippets.length).toBeGreaterThan(10);
  const files = writeSnippets(snippets);
  const tsc = path.join(repository, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", workshop, "--pretty", "false"], {
    cwd: workshop,
    encoding: "utf8",
  });
  const problems = stdout
    .split("\n")
    .filter((line) => line.includes("error"))
    .map((line) =>
      line.replace(/^(?:.*\/)?(snippet-\d+)\.ts/, (_, name: string) => `${files.get(name)} (${name}.ts)`),
    );
  expect(problems).toEqual([]);
});

function markdownSnippets(): Snippet[] {
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    ...filesBelow("docs", ".md"),
    ...filesBelow("examples", ".md"),
  ];
  return pages.flatMap((page) => {
    const text = readFileSync(path.join(repository, page), "utf8");
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
      place: `${page}:${lineOf(text, match.index)}`,
      code: match[1] ?? "",
    }));
  });
}

function tsdocSnippets(): Snippet[] {
  return filesBelow("src", ".ts").flatMap((file) => {
    const text = readFileSync(path.join(repository, file), "utf8");
    return [...text.matchAll(/^[ \t]*\* @example\b[^\n]*\n((?:[ \t]*\*(?! @)(?!\/)[^\n]*\n)+)/gm)].map(
      (match) => ({
        place: `${file}:${lineOf(text, match.index)}`,
        code: (match[1] ?? "").replace(/^[ \t]*\* ?/gm, "").replace(/^```(?:ts)?$/gm, ""),
      }),
    );
  });
}

function writeSnippets(snippets: readonly Snippet[]): Map<string, string> {
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { recursive: true });
  const config = {
    extends: path.join(repository, "tsconfig.json"),
    compilerOptions: {
      noUnusedLocals: false,
      noUnusedParameters: false,
      verbatimModuleSyntax: false,
      isolatedModules: false,
      rootDir: repository,
      types: ["node"],
      typeRoots: [path.join(repository, "node_modules/@types")],
      paths: Object.fromEntries(
        Object.entries(subpaths).map(([name, file]) => [name, [path.join(repository, "src", `${file}.ts`)]]),
      ),
    },
    include: ["*.ts"],
  };
  writeFileSync(path.join(workshop, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(path.join(workshop, "package.json"), '{ "type": "module" }');
  const published = publishedNames();
  return new Map(
    snippets.map(({ place, code }, index) => {
      const name = `snippet-${String(index).padStart(3, "0")}`;
      writeFileSync(
        path.join(workshop, `${name}.ts`),
        `${missingImports(code, published)}${code}\nexport {};\n`,
      );
      return [name, place];
    }),
  );
}

/** Published name to its subpath; the first subpath wins. */
function publishedNames(): Map<string, string> {
  const names = new Map<string, string>();
  for (const [subpath, file] of Object.entries(subpaths)) {
    const text = readFileSync(path.join(repository, "src", `${file}.ts`), "utf8");
    for (const [, list = ""] of text.matchAll(/export (?:type )?\{([^}]*)\}/g)) {
      for (const entry of list.split(",")) {
        const name = entry
          .trim()
          .replace(/^type /, "")
          .split(/ as /)
          .at(-1)
          ?.trim();
        if (name !== undefined && name !== "" && !names.has(name)) names.set(name, subpath);
      }
    }
  }
  return names;
}

function missingImports(code: string, published: ReadonlyMap<string, string>): string {
  const withoutText = code.replace(/\/\/.*$/gm, "");
  const declared = new Set(
    [...withoutText.matchAll(/(?:const|let|function|class|type|interface|import)\s+(\w+)/g)].map(
      (match) => match[1],
    ),
  );
  const imported = new Set(
    [...withoutText.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}/g)].flatMap(([, list = ""]) =>
      list.split(",").map((entry) => entry.trim().replace(/^type /, "")),
    ),
  );
  const used = new Set(withoutText.match(/(?<![\w'"-]|(?<!\.\.)\.)[A-Za-z_]\w*/g));
  return [...published]
    .filter(([name]) => used.has(name) && !declared.has(name) && !imported.has(name))
    .map(([name, subpath]) => `import { ${name} } from "${subpath}";\n`)
    .join("");
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(path.join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(repository, path.join(entry.parentPath, entry.name)));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
