import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostName } from "./host-name.ts";
import path from "node:path";
import { HydraException } from "../errors/hydra-errors.ts";
import { creating } from "./output-dir.ts";

/** Who runs a sweep. */
export interface SweepOwner {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one with its number, where the system says. */
  readonly birth?: string | undefined;
  /** ISO time, UTC. */
  readonly since: string;
}

/** A sweep's directory, held by this process. */
export interface SweepLock {
  release(): void;
}

const staleGuardMs = 10_000;

/**
 * Takes a sweep's directory for this process, so that no two of them run one sweep. A lock whose process is gone is taken over.
 *
 * @throws {HydraException} code `SWEEP_RUNNING`.
 */
export function lockSweep(directory: string): SweepLock {
  const file = lockFile(directory);
  const owner: SweepOwner = {
    pid: process.pid,
    host: hostName(),
    birth: birthOf(process.pid),
    since: new Date().toISOString(),
  };
  const text = `${JSON.stringify(owner)}\n`;
  if (!creating(directory, "hydra.sweep.dir", () => writeLock(file, text))) takeOver(directory, file, text);
  return {
    release: () => {
      if (readText(file) === text) rmSync(file, { force: true });
    },
  };
}

/** The process that runs a sweep now; `undefined` when none does. Of a process on another host nobody can say that it is gone. */
export function sweepOwner(directory: string): SweepOwner | undefined {
  const owner = parseOwner(readText(lockFile(directory)));
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

/** @throws {HydraException} code `SWEEP_RUNNING`, when a process runs the sweep. */
export function requireIdle(directory: string): void {
  const owner = sweepOwner(directory);
  if (owner !== undefined) throw running(directory, lockFile(directory), owner);
}

function lockFile(directory: string): string {
  return path.join(directory, "sweep.lock");
}

/** Only one of several processes that find a stale lock may replace it: the one that makes the guard. */
function takeOver(directory: string, file: string, text: string): void {
  const guard = `${file}.guard`;
  const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > staleGuardMs) rmSync(guard, { recursive: true, force: true });
  if (!created(() => mkdirSync(guard))) throw running(directory, file, undefined);
  try {
    const owner = sweepOwner(directory);
    if (owner !== undefined) throw running(directory, file, owner);
    rmSync(file, { force: true });
    if (!writeLock(file, text)) throw running(directory, file, undefined);
  } finally {
    rmdirSync(guard);
  }
}

/** A lock that says who holds it, or none: one that could not be written to its end would hold the directory for nobody. */
function writeLock(file: string, text: string): boolean {
  return created(() => {
    const descriptor = openSync(file, "wx");
    try {
      writeFileSync(descriptor, text);
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
  });
}

function created(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function running(directory: string, file: string, owner: SweepOwner | undefined): HydraException {
  const isHere = owner === undefined || owner.host === hostName();
  const who = owner === undefined ? "another process" : `process ${owner.pid} on ${owner.host}`;
  return new HydraException("SWEEP_RUNNING", `The sweep in ${directory} is run by ${who}`, {
    hint: isHere ? "wait until it has ended" : `if that process is gone, remove ${file}`,
  });
}

function isAlive({ pid, host, birth }: SweepOwner): boolean {
  if (host !== hostName()) return true;
  if (birth !== undefined && birthOf(process.pid) !== undefined) return birth === birthOf(pid);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** When a process began, in ticks since the system did (Linux). A process that has ended has none, also while it waits to be reaped. */
function birthOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return state === undefined || state === "Z" || state === "X" ? undefined : fields[18];
}

function parseOwner(text: string | undefined): SweepOwner | undefined {
  try {
    const owner: unknown = JSON.parse(text ?? "");
    const isOwner = typeof owner === "object" && owner !== null && "pid" in owner && "host" in owner;
    return isOwner ? (owner as SweepOwner) : undefined;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
