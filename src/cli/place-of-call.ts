import { activeHydra } from "../jobs/run-context.ts";
import { readRole, type WorkerRole, workerVariable } from "../launch/worker-command.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

/** What a call of `main()` is for. */
export type PlaceOfCall =
  /** To run a program, which can be started again when it has a file. */
  | { readonly kind: "run"; readonly program: Pick<Terminal, "program"> }
  /** To serve jobs: this process is a worker of the sweep that the same call runs elsewhere. */
  | { readonly kind: "serve"; readonly role: WorkerRole }
  /** Nothing: this process is a worker for another call. */
  | { readonly kind: "pass" };

/** How often `main()` was called: the calls of one program are told apart by their number. */
const calls = new WeakMap<Terminal, number>();
let ownRole: WorkerRole | undefined;

/** Finds out what a call of `main()` is for (design D9). Inside a job it is a program of its own. */
export function placeOfCall(terminal: Terminal): PlaceOfCall {
  if (activeHydra() !== undefined) return { kind: "run", program: {} };
  const main = calls.get(terminal) ?? 0;
  calls.set(terminal, main + 1);
  const role = terminal === processTerminal ? roleOfProcess() : undefined;
  if (role === undefined) return { kind: "run", program: { program: programOf(terminal, main) } };
  return role.main === main ? { kind: "serve", role } : { kind: "pass" };
}

/** Read once: a program that a job starts is no worker, so the variable goes. */
function roleOfProcess(): WorkerRole | undefined {
  if (ownRole !== undefined) return ownRole;
  const role = readRole(process.env[workerVariable]);
  // Jobs come from the process that forked this one, or from a folder.
  if (role === undefined || (process.send === undefined && role.array === undefined)) return undefined;
  delete process.env[workerVariable];
  return (ownRole = role);
}

function programOf(terminal: Terminal, main: number): Terminal["program"] {
  const { script, argv } = terminal;
  if (script === undefined) return undefined;
  return { script, args: argv, nodeArgs: process.execArgv, main, startedAt: new Date() };
}
