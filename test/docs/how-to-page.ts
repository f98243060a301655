import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { buildJavaScript } from "../../scripts/build/javascript.ts";

// A page shows the files of its example in blocks like ```ts file=my_app.ts, and sessions in ```console blocks: a line with "$ " is a
// command, what follows up to the next one is what it prints, "…" alone on a line stands for any lines.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const tsxLoader = pathToFileURL(path.join(repository, "node_modules/tsx/dist/loader.mjs")).href;
/** Lets Node take `.ts` files for the modules that they have been compiled to. */
const hooks = dataUrl(
  `export const load = (url, context, next) => next(url, url.endsWith(".ts") ? { ...context, format: "module" } : context);`,
);
const compiledLoader = dataUrl(`import { register } from "node:module"; register(${JSON.stringify(hooks)});`);
/** Two commands within a second share a directory's name. */
const sameSecond = /^\[[^\]]*\]\[HYDRA\] (?:outputs|multirun)\/[-\d]+\/[-\d]+ holds another run; .*\n/gm;
const block = /^```(\S+)([^\n]*)\n([\s\S]*?)^```$/gm;

export interface Page {
  /** Relative to the repository. */
  readonly file: string;
  /** Folder of its example, relative to `examples/`. */
  readonly example: string;
  readonly text: string;
}

export function pagesBelow(folder: string): Page[] {
  return readdirSync(path.join(repository, folder))
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .sort()
    .map((name) => readPage(`${folder}/${name}`))
    .filter((page) => page !== undefined);
}

/** A page names its example's folder in its first lines; pages without one have nothing to run. */
export function readPage(file: string): Page | undefined {
  const text = readFileSync(path.join(repository, file), "utf8");
  const example = /\]\((?:\.\.\/)*examples\/([\w./-]+)\/\)/.exec(text)?.[1];
  return example === undefined ? undefined : { file, example, text };
}

/** Files of an example that its page does not show. */
export function filesNotShown({ example, text }: Page): string[] {
  const shown = new Set([...text.matchAll(block)].map(([, , info = ""]) => fileOf(info)));
  return filesBelow(path.join(repository, "examples", example)).filter(
    (name) =>
      !shown.has(name) && !text.includes(`examples/${example}/${name})`) && !name.endsWith("README.md"),
  );
}

/** The page with the files as they are, and with what its commands print now where that is not what the page says. */
export async function renderPage(page: Page, modules: string): Promise<string> {
  const folder = freshFolder(page.example, modules);
  try {
    const pieces: string[] = [];
    let end = 0;
    for (const match of page.text.matchAll(block)) {
      const [whole, language = "", info = "", body = ""] = match;
      pieces.push(page.text.slice(end, match.index));
      end = match.index + whole.length;
      const file = fileOf(info);
      const content =
        file !== undefined
          ? readFileSync(path.join(repository, "examples", page.example, file), "utf8")
          : language === "console" && info.trim() === ""
            ? await renderSession(body, folder)
            : body;
      pieces.push(`\`\`\`${language}${info}\n${content}\`\`\``);
    }
    return pieces.join("") + page.text.slice(end);
  } finally {
    rmSync(folder.root, { recursive: true, force: true });
  }
}

function fileOf(info: string): string | undefined {
  return /\bfile=(\S+)/.exec(info)?.[1];
}

interface Folder {
  readonly root: string;
  readonly app: string;
  /** What `npx tsx` stands for. */
  readonly tsx: readonly string[];
}

/**
 * The example in a folder of its own, as somebody has it who installed `orochi` and the schema libraries. Examples without a
 * `package.json` are ESM and compiled once, by tsx's compiler: tsx takes longer to start than everything else together.
 */
function freshFolder(example: string, modules: string): Folder {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-how-to-")));
  const app = path.join(root, path.basename(example));
  cpSync(path.join(repository, "examples", example), app, { recursive: true });
  linkModules(app, modules);
  if (existsSync(path.join(app, "package.json"))) return { root, app, tsx: ["--import", tsxLoader] };
  writeFileSync(path.join(app, "package.json"), '{ "type": "module" }\n');
  for (const name of filesBelow(app).filter((name) => name.endsWith(".ts"))) compile(path.join(app, name));
  return { root, app, tsx: ["--enable-source-maps", "--import", compiledLoader] };
}

/** As npm does it: packages of a workspace are linked beside what is installed. */
function linkModules(app: string, modules: string): void {
  const workspaces = workspacesOf(app);
  if (workspaces.size === 0) return symlinkSync(modules, path.join(app, "node_modules"), "dir");
  for (const name of readdirSync(modules)) workspaces.set(name, path.join(modules, name));
  for (const [name, directory] of workspaces) {
    const link = path.join(app, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(directory, link, "dir");
  }
}

/** Name to directory. */
function workspacesOf(app: string): Map<string, string> {
  const manifest = readManifest(app);
  const directories = (manifest?.workspaces ?? []).map((name) => path.join(app, name));
  return new Map(directories.map((directory) => [readManifest(directory)?.name ?? "", directory]));
}

function readManifest(directory: string): { name?: string; workspaces?: string[] } | undefined {
  const file = path.join(directory, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function compile(file: string): void {
  const { code } = transformSync(readFileSync(file, "utf8"), {
    loader: "ts",
    target: "node20",
    keepNames: true,
    sourcemap: "inline",
    sourcefile: file,
  });
  writeFileSync(file, code);
}

async function renderSession(body: string, folder: Folder): Promise<string> {
  const rendered: string[] = [];
  for (const { command, output } of commandsOf(body)) {
    const printed = await runCommand(command, folder);
    rendered.push(`$ ${command}\n${agrees(output, printed) ? output : printed}`);
  }
  return rendered.join("");
}

function commandsOf(body: string): { command: string; output: string }[] {
  return body
    .split(/^\$ /m)
    .slice(1)
    .map((piece) => {
      const [command = ""] = /^(?:.*\\\n)*.*\n/.exec(piece) ?? [];
      return { command: command.trimEnd(), output: piece.slice(command.length) };
    });
}

function agrees(said: string, printed: string): boolean {
  const pieces = steady(said)
    .split(/^…\n/m)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join("(?:.*\\n)*")}$`).test(steady(printed));
}

/** Dates, durations and random parts of names replaced. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d([ /_T])\d\d[:-]\d\d[:-]\d\d(?:[.,]\d{3}Z?)?/g, "DATE$1TIME")
    .replaceAll(/(DATE.TIME)_\d+/g, "$1")
    .replaceAll(/\d+\.\d\d seconds/g, "SECONDS seconds")
    .replaceAll(/ +\d+\.\d s\b/g, " TIME")
    .replaceAll(/^(\d+,\w+,)\d+(?:\.\d+)?(?=,)/gm, "$1SECONDS")
    .replaceAll(/ +(?:time|[\d.]+ (?:ms|s|min))(?=$|  )/gm, " TIME")
    .replaceAll(/\d+(?:\.\d+)?(?= ?ms\b)/g, "MILLISECONDS");
}

function runCommand(command: string, { root, app, tsx }: Folder): Promise<string> {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...inherited } = process.env;
  const node = [process.execPath, ...tsx].map((word) => `'${word}'`).join(" ");
  const npx = `npx() { case $1 in
    orochi) shift; '${process.execPath}' node_modules/orochi/dist/bin.js "$@";;
    *) shift; ${node} "$@";;
  esac; }`;
  const child = spawn("bash", ["-c", `exec 2>&1\n${npx}\n${command}`], {
    cwd: app,
    env: { ...inherited, TZ: "UTC", LC_ALL: "C.UTF-8", USER: "me", FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      if (printed.includes("node:internal/modules/")) {
        reject(new Error(`${command}\n${printed}`));
        return;
      }
      const text = printed
        .replaceAll(root, "/home/me")
        .replaceAll(sameSecond, "")
        .replaceAll(/[ \t]+$/gm, "");
      resolve(text === "" || text.endsWith("\n") ? text : `${text}\n`);
    });
  });
}

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** Takes away what {@link installModules} made. */
export function removeModules(modules: string): void {
  if (modules !== "") rmSync(path.dirname(modules), { recursive: true, force: true });
}

/** A `node_modules` folder with this repository's `orochi`, built as it is published, and its development dependencies. */
export async function installModules(): Promise<string> {
  const cache = path.join(repository, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  // One for each run of the tests: two at a time must not build into each other's.
  const modules = path.join(mkdtempSync(path.join(cache, "orochi-how-to-")), "node_modules");
  mkdirSync(path.join(modules, "orochi"), { recursive: true });
  const manifest = readFileSync(path.join(repository, "package.json"), "utf8");
  writeFileSync(path.join(modules, "orochi/package.json"), manifest);
  await buildJavaScript(path.join(modules, "orochi/dist"));
  for (const name of readdirSync(path.join(repository, "node_modules")))
    if (!name.startsWith(".") && name !== "orochi")
      symlinkSync(path.join(repository, "node_modules", name), path.join(modules, name));
  return modules;
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) =>
      path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"),
    )
    .sort();
}
