import { builtinModules } from "node:module";

/**
 * Functions of Node and of the language that a config from outside may not reach through somebody else's export: a file on
 * the allow-list that re-exports `child_process.exec` does not make it callable (H-INS-040). Compared by identity.
 */
export function forbiddenOrigin(value: unknown): string | undefined {
  if (typeof value !== "function") return undefined;
  return (forbidden ??= collect()).get(value) ?? evaluatorOrigin(value) ?? loaderOrigin(value);
}

/** A subclass of Function compiles its arguments, whatever its name. */
function evaluatorOrigin(value: object): string | undefined {
  for (
    let at: unknown = Object.getPrototypeOf(value);
    typeof at === "function";
    at = Object.getPrototypeOf(at)
  )
    if (evaluators.has(at)) return "globalThis.Function";
  return undefined;
}

/** Each module has a `require` of its own, so it is known by its parts. */
function loaderOrigin(value: object): string | undefined {
  return ["resolve", "cache", "extensions"].every((name) => Object.hasOwn(value, name))
    ? "node:module:createRequire"
    : undefined;
}

const evaluators: ReadonlySet<unknown> = new Set(
  [() => {}, async () => {}, function* () {}, async function* () {}].map(
    (make) => Object.getPrototypeOf(make).constructor as unknown,
  ),
);

let forbidden: Map<unknown, string> | undefined;

function collect(): Map<unknown, string> {
  const found = new Map<unknown, string>();
  for (const name of [
    "eval",
    "Function",
    "Reflect",
    "Object",
    "Proxy",
    "WebAssembly",
    "fetch",
    "WebSocket",
    "EventSource",
  ])
    addFunctions(found, `globalThis.${name}`, (globalThis as Record<string, unknown>)[name]);
  for (const evaluator of evaluators) found.set(evaluator, "globalThis.Function");
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
