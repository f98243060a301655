import { writeFileSync } from "node:fs";
import path from "node:path";
import type { AppDefinition } from "../../src/cli/app.ts";
import { runApp } from "../../src/cli/run-app.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { memoryTerminal } from "../../src/testing/memory-terminal.ts";
import { withCaseDirectory } from "../conformance/case-directory.ts";

/** An app that goes wrong: its files, what is typed, and what people see. */
export interface AppScene {
  /** Config files below `conf/`, by name; none: the app has no directory of configs. */
  readonly files?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly app?: Partial<AppDefinition>;
  /** What the app's file does when it is started again as a worker. */
  readonly worker?: string;
  /** Prepares what lies outside of the app, and answers the environment. */
  readonly surround?: (root: string) => Readonly<Record<string, string>>;
}

/** A program that goes wrong: it is called and throws. */
export type ProgramScene = (root: string) => unknown;

export type Scene = AppScene | ProgramScene;

/** What was thrown or reported, and what people read of it. */
export interface Outcome {
  readonly error: unknown;
  readonly text: string;
  readonly root: string;
}

export async function play(scene: Scene): Promise<Outcome> {
  const files = typeof scene === "function" ? {} : (scene.files ?? {});
  return withCaseDirectory({ conf: files }, async (root) =>
    typeof scene === "function" ? playProgram(scene, root) : playApp(scene, root),
  );
}

async function playProgram(scene: ProgramScene, root: string): Promise<Outcome> {
  try {
    await scene(root);
  } catch (error) {
    return { error, root, text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
  throw new Error("nothing went wrong");
}

async function playApp({ argv = [], app = {}, files, worker, surround }: AppScene, root: string): Promise<Outcome> {
  const env = surround === undefined ? undefined : { ...process.env, ...surround(root) };
  const memory = memoryTerminal({ directory: root, argv, env });
  const terminal = worker === undefined ? memory : { ...memory, program: writeWorker(worker, root) };
  const hasConfig = files !== undefined && "config.yaml" in files;
  const definition: AppDefinition = {
    task: () => undefined,
    configPath: files === undefined ? undefined : "conf",
    configName: hasConfig ? "config" : undefined,
    entry: path.join(root, "my_app.ts"),
    ...app,
  };
  const { error, exitCode } = await runApp(definition, terminal);
  const { stderr } = terminal.output();
  const line = ["my_app", ...argv].map((word) => (/[\s'"!]/.test(word) ? `'${word}'` : word)).join(" ");
  return { error, root, text: `$ ${line}\n${stderr}exit code ${exitCode}` };
}

function writeWorker(text: string, root: string): Terminal["program"] {
  const script = path.join(root, "my_app.mjs");
  writeFileSync(script, text);
  return { script, args: [], nodeArgs: [], main: 0, startedAt: new Date() };
}
