import { HydraException } from "../../errors/hydra-errors.ts";
import { didYouMean, joinWords } from "../../text/nearest.ts";
import type { Terminal } from "../terminal.ts";
import { completeLine } from "./complete.ts";
import { type IndexedApp, writeIndex } from "./index-app.ts";
import { type CompletionShell, completionShells } from "./scripts.ts";
import { removeCompletion, setUpCompletion } from "./setup.ts";

const completionActions = ["install", "uninstall", "setup", "remove", "query"] as const;
type Action = (typeof completionActions)[number];

/** `--shell-completion install=bash` and its like (H-CMP-001). */
export function runCompletion(
  words: readonly string[],
  terminal: Terminal,
  program: string,
  app: () => IndexedApp,
): void {
  const { action, shell } = readRequest(words);
  if (action === "install") terminal.stdout.write(shell.install(program));
  else if (action === "uninstall") terminal.stdout.write(shell.uninstall(program));
  else if (action === "setup") terminal.stdout.write(`${setUpCompletion(shell, program, terminal)}\n`);
  else if (action === "remove") terminal.stdout.write(`${removeCompletion(shell, program, terminal)}\n`);
  else terminal.stdout.write(`${query(terminal, shell, app())}\n`);
}

function query({ env }: Terminal, shell: CompletionShell, app: IndexedApp): string {
  const line = env["COMP_LINE"];
  if (line === undefined) {
    throw new HydraException("USAGE", "A completion query needs the command line in COMP_LINE", {
      hint: "shells set it; install completion with --shell-completion install=bash",
    });
  }
  const candidates = completeLine(line, app);
  writeIndex(line, app);
  return candidates.join(shell.separator);
}

function readRequest(words: readonly string[]): { action: Action; shell: CompletionShell } {
  const requests = words.map((word) => /^([a-z]+)=(.*)$/.exec(word)).filter((match) => match !== null);
  const [request] = requests;
  const action = completionActions.find((name) => name === request?.[1]);
  if (words.length !== 1 || request === undefined || action === undefined) {
    throw new HydraException(
      "USAGE",
      `--shell-completion needs exactly one of ${joinWords(
        completionActions.map((name) => `${name}=SHELL`),
        "and",
      )}`,
      {
        hint: `shells are ${joinWords([...completionShells.keys()], "and")}; setup=SHELL is for good`,
      },
    );
  }
  const name = request[2] ?? "";
  const shell = completionShells.get(name);
  if (shell === undefined) {
    const known = [...completionShells.keys()];
    throw new HydraException("USAGE", `No completion for the shell '${name}'`, {
      hint: didYouMean(name, known) ?? `shells are ${joinWords(known, "and")}`,
    });
  }
  return { action, shell };
}
