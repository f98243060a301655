import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const driver = fileURLToPath(new URL("shell.py", import.meta.url));
const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What a user types before the arguments of an app in TypeScript. */
export const tsxCommand = `node --import ${path.join(repository, "node_modules/tsx/dist/loader.mjs")} my_app.ts`;

/** Shells and the flags that keep the user's own settings out. */
const shells = {
  bash: ["bash", "--norc", "--noprofile", "-i"],
  zsh: ["zsh", "-f", "-i"],
  fish: ["fish", "--no-config", "-i"],
} as const;

export type ShellName = keyof typeof shells;

/** A text to type, and what must show before the next one is typed. */
export interface Keystrokes {
  readonly type: string;
  readonly until: string;
}

export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/**
 * Says loudly that a test is skipped for want of a program; where services are required, lets it run and fail.
 *
 * @returns whether to skip.
 */
export function skipWithout(...programs: readonly string[]): boolean {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0 || process.env["OROCHI_REQUIRE_SERVICES"] === "1") return false;
  process.stderr.write(`SKIPPED for want of ${missing.join(", ")}: apt-get install ${missing.join(" ")}\n`);
  return true;
}

/** Types into a real shell in a pseudo-terminal; answers what showed after each text, without escape sequences. */
export function typeInto(
  shell: ShellName,
  directory: string,
  steps: readonly Keystrokes[],
  env: Readonly<Record<string, string>> = {},
): string[] {
  const script = JSON.stringify([shells[shell], steps.map(({ type, until }) => [type, 25, until])]);
  const { NODE_OPTIONS: _options, ...inherited } = process.env;
  const { stdout, stderr, status } = spawnSync("python3", [driver, directory, script], {
    encoding: "utf8",
    env: {
      ...inherited,
      TSX_TSCONFIG_PATH: path.join(repository, "tsconfig.json"),
      XDG_CACHE_HOME: path.join(directory, ".cache"),
      ...env,
    },
  });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as string[]).map(withoutEscapes);
}

function withoutEscapes(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B(?:\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007|\([A-Z])/g, "");
}
