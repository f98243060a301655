import { createContext, Script } from "node:vm";
import { isOrochiError } from "../../src/errors/base.ts";

export const maxMs = 2000;

/** Why a text is a finding: what was thrown that is no error of ours, or that it took too long. */
export interface Finding {
  readonly text: string;
  readonly kind: string;
  readonly detail: string;
}

const script = new Script("work()");
const code = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** Reads texts one after another until one is a finding. Nothing can stop synchronous code but the engine's own time limit. */
export function firstFinding(texts: readonly string[], read: (text: string) => void): Finding | undefined {
  let at = 0;
  let finding: Finding | undefined;
  const work = (): void => {
    for (; at < texts.length && finding === undefined; at++) finding = findingOf(texts[at] ?? "", read);
  };
  while (at < texts.length) {
    const before = at;
    if (!timesOut(work, maxMs)) return finding;
    // The time was that of several texts: the one that it ended in gets all of it before it is blamed.
    const text = texts[at] ?? "";
    if (at === before || timesOut(() => void findingOf(text, read), maxMs)) {
      return { text, kind: "hang", detail: `takes more than ${maxMs} ms` };
    }
  }
  return undefined;
}

function timesOut(work: () => void, timeoutMs: number): boolean {
  try {
    script.runInContext(createContext({ work }), { timeout: timeoutMs });
    return false;
  } catch (error) {
    // It comes from the other context, so it is no `Error` of ours.
    const timedOut = error !== null && typeof error === "object" && "code" in error && error.code === code;
    if (timedOut) return true;
    throw error;
  }
}

function findingOf(text: string, read: (text: string) => void): Finding | undefined {
  try {
    read(text);
  } catch (error) {
    try {
      // The places that an error points at are looked for when it is read.
      if (isOrochiError(error) && error.message !== "") return undefined;
    } catch (second) {
      return thrown(text, second);
    }
    return thrown(text, error);
  }
  return undefined;
}

function thrown(text: string, error: unknown): Finding {
  const kind = error instanceof Error ? error.name : typeof error;
  return { text, kind, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The finding with as much cut from its text as can be without losing it. */
export function minimise(finding: Finding, read: (text: string) => void): Finding {
  const deadline = Date.now() + 30_000;
  let smallest = finding;
  for (let size = finding.text.length >> 1; size >= 1;) {
    let shrunk = false;
    for (let at = 0; at < smallest.text.length && Date.now() < deadline;) {
      const text = smallest.text.slice(0, at) + smallest.text.slice(at + size);
      const found = firstFinding([text], read);
      if (found?.kind === smallest.kind) {
        smallest = found;
        shrunk = true;
      } else at += size;
    }
    if (!shrunk || size > 1) size >>= 1;
  }
  return smallest;
}
