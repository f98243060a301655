import { builtinModules } from "node:module";

/**
 * Functions of Node and of the language that a config from outside may not reach through somebody else's export: a file on
 * the allow-list that re-exports `child_process.exec` does not make it callable (H-INS-040). Compared by identity.
 */
export function forbiddenOrigin(value: unknown): string | undefined {
  return typeof value === "function" ? (forbidden ??= collect()).get(value) : undefined;
}

let forbidden: Map<unknown, string> | undefined;

function collect(): Map<unknown, string> {
  const found = new Map<unknown, string>();
  for (const name of ["eval", "Function", "Reflect", "Object", "Proxy", "WebAssembly", "fetch"])
    addFunctions(found, `globalThis.${name}`, (globalThis as Record<string, unknown>)[name]);
  for (const make of [async () => {}, function* () {}, async function* () {}])
    found.set(Object.getPrototypeOf(make).constructor, "globalThis.Function");
  addFunctions(found, "node:process", process);
  for (const name of builtinModules) {
    if (name.startsWith("_") || quietModules.has(name)) continue;
    addFunctions(found, `node:${name.replace(/^node:/, "")}`, process.getBuiltinModule(name));
  }
  return found;
}

/** Loading these warns, or prints. */
const quietModules = new Set([
  "punycode",
  "sys",
  "wasi",
  "trace_events",
  "node:sqlite",
  "node:sea",
  "node:test",
]);

function addFunctions(found: Map<unknown, string>, name: string, holder: unknown): void {
  if (typeof holder === "function") found.set(holder, name);
  if ((typeof holder !== "object" && typeof holder !== "function") || holder === null) return;
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder)))
    if (typeof value === "function" && !found.has(value)) found.set(value, `${name}:${key}`);
}
