import path from "node:path";
import { runApp } from "../../../src/cli/run-app.ts";
import { memoryTerminal } from "../../../src/testing/memory-terminal.ts";
import { withCaseDirectory } from "../case-directory.ts";
import type { ComposeInputs } from "../compose-fixture.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { withoutTimes } from "../run-files.ts";
import { definitionOf } from "./cli.ts";

interface CompletionCase extends ConformanceCase, ComposeInputs {
  readonly line: string;
  readonly cwd_files?: Readonly<Record<string, string>>;
}

export const family: Family = {
  name: "completion",
  run: (input) => {
    const given = input as CompletionCase;
    const directories = { conf: given.files ?? {}, ...given.searchpath, ".": given.cwd_files ?? {} };
    return withCaseDirectory(directories, (root) => runCase(given, root));
  },
};

/** Asks as bash does: the line in the environment, the answer on stdout. */
async function runCase(input: CompletionCase, root: string): Promise<unknown> {
  const env = { ...process.env, COMP_LINE: input.line };
  const terminal = memoryTerminal({
    directory: root,
    argv: ["-sc", "query=bash"],
    env,
    script: path.join(root, "my_app.py"),
  });
  const { error } = await runApp(definitionOf(input, root, terminal), terminal);
  if (error !== undefined) throw error;
  const words = terminal.output().stdout.split(/\s+/);
  return { completions: words.filter((word) => word !== "").map((word) => withoutTimes(word, root)) };
}
