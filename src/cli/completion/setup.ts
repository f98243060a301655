import { mkdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { HydraException } from "../../errors/hydra-errors.ts";
import { writeWhole } from "../../text/write-whole.ts";
import type { Terminal } from "../terminal.ts";
import { addBlock, removeBlock } from "./rc-file.ts";
import type { CompletionShell } from "./scripts.ts";

/** Switches completion on in every shell that is opened from now on; answers what to tell. */
export function setUpCompletion(shell: CompletionShell, program: string, { env }: Terminal): string {
  const places = placesOf(shell.name, program, env);
  writing(places.script, () => {
    mkdirSync(path.dirname(places.script), { recursive: true });
    writeWhole(places.script, shell.install(program));
  });
  const { rc } = places;
  if (rc === undefined) return `Wrote ${places.script}\nOpen a new shell, and press Tab`;
  writing(rc, () => addBlock(rc, program, `[ -f ${quote(places.script)} ] && . ${quote(places.script)}`));
  return `Wrote ${places.script}\nAdded it to ${rc}\nOpen a new shell, and press Tab`;
}

/** Takes back what setting up did; answers what to tell. */
export function removeCompletion(shell: CompletionShell, program: string, { env }: Terminal): string {
  const { script, rc } = placesOf(shell.name, program, env);
  const done: string[] = [];
  writing(script, () => {
    if (statSync(script, { throwIfNoEntry: false }) === undefined) return;
    rmSync(script);
    done.push(`Removed ${script}`);
  });
  if (rc !== undefined)
    writing(rc, () => {
      if (removeBlock(rc, program)) done.push(`Took it out of ${rc}`);
    });
  return done.length === 0 ? `Completion of ${program} was not set up for ${shell.name}` : done.join("\n");
}

interface Places {
  readonly script: string;
  /** File that every new shell reads; `undefined` where it reads the script by itself. */
  readonly rc: string | undefined;
}

type Env = Terminal["env"];

function placesOf(shell: string, program: string, env: Env): Places {
  const home = env["HOME"] ?? homedir();
  if (shell === "fish") {
    const config = set(env, "XDG_CONFIG_HOME") ?? path.join(home, ".config");
    return { script: path.join(config, "fish/conf.d", `orochi-${program}.fish`), rc: undefined };
  }
  const data = set(env, "XDG_DATA_HOME") ?? path.join(home, ".local/share");
  const script = path.join(data, "orochi/completion", `${program}.${shell}`);
  return shell === "zsh"
    ? { script, rc: path.join(set(env, "ZDOTDIR") ?? home, ".zshrc") }
    : { script, rc: path.join(home, ".bashrc") };
}

function set(env: Env, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}

function quote(file: string): string {
  return `'${file.replaceAll("'", String.raw`'\''`)}'`;
}

function writing(file: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const why = cause instanceof Error ? `: ${cause.message}` : "";
    throw new HydraException("FILE_UNWRITABLE", `The file ${file} cannot be changed${why}`, { cause });
  }
}
