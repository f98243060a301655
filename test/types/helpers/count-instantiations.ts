import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** A call that is compiled many times over, and what one may cost. */
export interface Row {
  readonly id: string;
  /** The most type instantiations for one call, about twice what was measured. */
  readonly most: number;
  readonly call: (n: number) => string;
  /** The call must not compile. */
  readonly isWrong?: true;
}

export interface Setting {
  /** Folder name, for the generated files. */
  readonly name: string;
  /** The published file that the calls import from, below `src`. */
  readonly entry: string;
  readonly imports: readonly string[];
  /** Lines before all calls. */
  readonly head: readonly string[];
  /** Lines before each call. */
  readonly before: (n: number) => readonly string[];
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const workshop = path.join(repository, "node_modules/.cache/orochi-instantiations");
const calls = 20;

/** Compiles each row by itself, two at a time, compares its cost with that of a file that calls nothing, and says what is too much. */
export async function excesses(rows: readonly Row[], setting: Setting): Promise<string[]> {
  const found: string[] = [];
  const baseline = (await instantiations(setting, "baseline", () => "void 0")).count;
  const open = rows.values();
  const work = async (): Promise<void> => {
    for (const { id, most, call, isWrong } of open) {
      const { count, errors } = await instantiations(setting, id, call);
      const cost = Math.round((count - baseline) / calls);
      if (!(cost < most)) found.push(`${id}: ${cost} instantiations, the bound is ${most}`);
      if (errors !== (isWrong === true ? calls : 0)) found.push(`${id}: ${errors} errors in ${calls} calls`);
    }
  };
  await Promise.all([work(), work()]);
  return found;
}

async function instantiations(
  { name, entry, imports, head, before }: Setting,
  id: string,
  call: (n: number) => string,
): Promise<{ count: number; errors: number }> {
  const folder = path.join(workshop, name, id.replaceAll(/[^a-z]+/g, "-"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const from = path.relative(folder, path.join(repository, "src", entry));
  const lines = Array.from({ length: calls }, (_, n) => [...before(n), `void (${call(n)});`]);
  const content = [`import { ${imports.join(", ")} } from "${from}";`, ...head, ...lines.flat()];
  writeFileSync(path.join(folder, "calls.ts"), content.join("\n"));
  writeFileSync(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: path.join(repository, "tsconfig.json"),
      compilerOptions: { noEmit: true, rootDir: repository, incremental: false, composite: false },
      include: ["calls.ts"],
    }),
  );
  const tsc = path.join(repository, "node_modules/typescript/bin/tsc");
  const stdout = await outputOf([tsc, "-p", folder, "--extendedDiagnostics", "--pretty", "false"], folder);
  const count = Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]);
  return { count, errors: stdout.split("\n").filter((line) => line.startsWith("calls.ts")).length };
}

async function outputOf(args: readonly string[], cwd: string): Promise<string> {
  const compiler = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  return text(compiler.stdout);
}
