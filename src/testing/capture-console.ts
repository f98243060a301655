import { format } from "node:util";
import { currentTerminal, type Terminal } from "../cli/terminal.ts";

const methods = { debug: "stdout", info: "stdout", log: "stdout", error: "stderr", warn: "stderr" } as const;
type Method = keyof typeof methods;

const captured = new Set<Terminal>();
let restore: (() => void) | undefined;

/**
 * While `body` runs with this terminal, what it prints with `console` goes there. Everything else in the process prints as before,
 * also at the same time.
 */
export async function captureConsole<T>(terminal: Terminal, body: () => Promise<T>): Promise<T> {
  restore ??= redirect();
  captured.add(terminal);
  try {
    return await body();
  } finally {
    captured.delete(terminal);
    if (captured.size === 0) {
      restore?.();
      restore = undefined;
    }
  }
}

/** Puts our own methods in the place of the console's; the answer puts those back. */
function redirect(): () => void {
  const originals = Object.keys(methods).map((name) => {
    const method = name as Method;
    const original = console[method];
    console[method] = (...values: unknown[]) => {
      const terminal = currentTerminal();
      if (!captured.has(terminal)) Reflect.apply(original, console, values);
      else terminal[methods[method]].write(`${format(...values)}\n`);
    };
    return [method, original] as const;
  });
  return () => {
    for (const [method, original] of originals) console[method] = original;
  };
}
