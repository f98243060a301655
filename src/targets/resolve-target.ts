import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Origin } from "../config/origin.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";
import { didYouMean } from "../text/nearest.ts";
import type { ResolvedModule } from "./allow-list.ts";
import { forbiddenOrigin } from "./forbidden-values.ts";
import { isModule } from "./module-namespace.ts";
import { resolvePackage } from "./package-resolution.ts";
import { isCallable, type ResolvedTarget } from "./target.ts";
import type { TargetContext } from "./target-context.ts";
import { parseTargetName, type TargetName } from "./target-name.ts";
import { importModule } from "./import-module.ts";

/** Where the text of a target name stands. */
export interface TargetPlace {
  /** Who wrote the name. Names from files and overrides need registration or the allow-list. */
  readonly trusted: boolean;
  /** Full key of the node. */
  readonly key?: string | undefined;
}

/** Whether a name of this origin was written by the program itself (design D5). */
export function isTrusted(origin: Origin): boolean {
  return origin.kind === "code" || origin.kind === "store" || origin.kind === "schema";
}

/**
 * Finds what a target name stands for, importing its module if need be.
 *
 * @throws {InstantiationException} code `TARGET_UNKNOWN` or `TARGET_DENIED`.
 */
export async function resolveTarget(
  name: string,
  context: TargetContext,
  place: TargetPlace,
): Promise<ResolvedTarget> {
  const found = findTarget(name, context, place);
  if ("value" in found) return found;
  const { address } = found;
  if (!context.loaded.has(address)) {
    try {
      context.loaded.set(address, await importModule(address));
    } catch (cause) {
      throw notFound(name, `its module could not be loaded: ${messageOf(cause)}`, context, place, cause);
    }
  }
  return found.pick(context.loaded.get(address));
}

/**
 * The same for targets that need no import: registered ones, modules of Node, and modules imported before.
 *
 * @throws {InstantiationException} also with code `INSTANTIATE_ASYNC`, when the module was not loaded yet.
 */
export function resolveTargetSync(name: string, context: TargetContext, place: TargetPlace): ResolvedTarget {
  const found = findTarget(name, context, place);
  if ("value" in found) return found;
  const builtin = found.module.source === "node" ? process.getBuiltinModule(found.address) : undefined;
  const namespace = context.loaded.get(found.address) ?? builtin;
  if (namespace === undefined)
    throw new InstantiationException("INSTANTIATE_ASYNC", `Target '${name}' has not been loaded yet`, {
      key: place.key,
      hint: "use 'await instantiate(…)', or import and register the target first",
    });
  return found.pick(namespace);
}

interface PendingImport {
  readonly address: string;
  readonly module: ResolvedModule;
  pick(namespace: unknown): ResolvedTarget;
}

function findTarget(
  name: string,
  context: TargetContext,
  place: TargetPlace,
): ResolvedTarget | PendingImport {
  const registered = registeredTarget(name, context);
  if (registered !== undefined) return registered;
  const alias = context.aliases.find(name);
  if (alias !== undefined)
    return findTarget(
      alias.name,
      { ...context, aliases: noAliases },
      alias.exact ? { trusted: true, key: place.key } : place,
    );
  const parsed = parseTargetName(name, place.key);
  if (parsed.kind === "registered") return findMember(name, parsed.name, context, place);
  return prepareImport(name, parsed, context, place);
}

/** The target of a name that the program itself registered: everybody may name it. */
export function registeredTarget(name: string, context: TargetContext): ResolvedTarget | undefined {
  const found = context.registry.find(name);
  return found === undefined ? undefined : { name, value: found.value, declaration: found.declaration };
}

const noAliases = { find: () => undefined, names: () => [] };

/** `Optimizer.create`, a member of a registered class. Only code may name it: registering a class offers the class alone. */
function findMember(name: string, path: string, context: TargetContext, place: TargetPlace): ResolvedTarget {
  const segments = path.split(".");
  for (let length = segments.length - 1; length > 0; length--) {
    const holder = context.registry.find(segments.slice(0, length).join("."));
    if (holder === undefined) continue;
    const { value, receiver } = walk(holder.value, segments.slice(length));
    if (value === undefined || value === computed) break;
    if (!place.trusted) throw denied(name, place, `register it in code: targets.register('${name}', …)`);
    return { name, value, receiver, declaration: undefined };
  }
  throw notFound(name, undefined, context, place);
}

type ImportName = Extract<TargetName, { kind: "import" }>;

function prepareImport(
  name: string,
  parsed: ImportName,
  context: TargetContext,
  place: TargetPlace,
): PendingImport {
  const module = locate(parsed, context.baseDir);
  const allowed =
    place.trusted || context.allow.allows(module ?? wanted(parsed, context.baseDir), parsed.exportPath);
  if (!allowed) throw denied(name, place, deniedHint(parsed, module, context));
  if (!place.trusted && module !== undefined && !isProgramText(module))
    throw denied(name, place, "targets are exports of JavaScript and TypeScript modules");
  if (module === undefined) throw notFound(name, `there is no '${parsed.specifier}'`, context, place);
  return {
    module,
    address: module.source === "node" ? module.specifier : pathToFileURL(module.file).href,
    pick(namespace) {
      const { value, receiver } = walk(namespace, parsed.exportPath, place.trusted);
      if (value === computed)
        throw denied(name, place, "it is computed when it is read; register it in code");
      if (value === undefined)
        throw notFound(
          name,
          `'${parsed.specifier}' exports no '${parsed.exportPath.join(".")}'`,
          context,
          place,
        );
      if (!place.trusted && context.allow.patterns !== "all" && module.source !== "node") {
        const origin = forbiddenOrigin(value);
        if (origin !== undefined) throw denied(name, place, `it is '${origin}' under another name`);
      }
      return { name, value, declaration: undefined, ...(receiver === namespace ? {} : { receiver }) };
    },
  };
}

function locate(parsed: ImportName, baseDir: string): ResolvedModule | undefined {
  const { source, specifier } = parsed;
  if (source === "node") return { source, specifier };
  if (source === "path") {
    const file = path.resolve(baseDir, specifier);
    return existsSync(file) ? { source, file: realpathSync(file) } : undefined;
  }
  const file = resolvePackage(specifier, baseDir);
  return file === undefined ? undefined : { source, specifier, file };
}

/** What the specifier would be if it were there: only what is allowed is told to be missing. */
function wanted({ source, specifier }: ImportName, baseDir: string): ResolvedModule {
  if (source === "node") return { source, specifier };
  const file = path.resolve(baseDir, specifier);
  return source === "path" ? { source, file } : { source, specifier, file };
}

/** JSON, WebAssembly and native addons are no places of targets, whatever a pattern matches. */
function isProgramText(module: ResolvedModule): boolean {
  return module.source === "node" || /\.[cm]?[jt]sx?$/i.test(module.file);
}

/** Stands for a property that is a getter: reading it would run code before anybody asked for a call. */
const computed = Symbol("computed");

/**
 * Follows own properties only: nothing that is inherited from a prototype is ever a target. Exports may be getters, as compilers
 * write them; for names from outside no other getter runs.
 */
function walk(
  from: unknown,
  segments: readonly string[],
  runsGetters = true,
): { value: unknown; receiver: unknown } {
  let value = from;
  let receiver: unknown;
  for (const segment of segments) {
    if ((typeof value !== "object" && typeof value !== "function") || value === null)
      return { value: undefined, receiver };
    receiver = value;
    value = member(value, segment, runsGetters || receiver === from || isModule(receiver));
    if (value === computed) break;
  }
  return { value, receiver };
}

function member(holder: object, name: string, runsGetters: boolean): unknown {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  if (own !== undefined) return own.get === undefined || runsGetters ? Reflect.get(holder, name) : computed;
  const parent: unknown = Object.getPrototypeOf(holder);
  const inherits = isCallable(holder) && isCallable(parent) && parent !== Function.prototype;
  return inherits ? member(parent, name, runsGetters) : undefined;
}

function notFound(
  name: string,
  why: string | undefined,
  context: TargetContext,
  place: TargetPlace,
  cause?: unknown,
): InstantiationException {
  const known = [...context.registry.names(), ...context.aliases.names()];
  const near = didYouMean(name, known);
  const hint =
    near ?? "register it with store(…) or targets.register(name, value), or write 'specifier:export'";
  const summary = `Target '${name}' cannot be found${why === undefined ? "" : `: ${why}`}`;
  return new InstantiationException("TARGET_UNKNOWN", summary, { key: place.key, hint, cause });
}

function denied(name: string, place: TargetPlace, hint: string): InstantiationException {
  return new InstantiationException(
    "TARGET_DENIED",
    `Target '${name}' is not allowed in a file or override`,
    {
      key: place.key,
      hint,
    },
  );
}

function deniedHint(parsed: ImportName, module: ResolvedModule | undefined, context: TargetContext): string {
  if (parsed.source === "node")
    return `allow it in the app: targets: ["${parsed.specifier}:${parsed.exportPath.join(".")}"]`;
  if (module?.source === "path" && path.relative(context.baseDir, module.file).startsWith(".."))
    return "it lies outside the app's directory; register it in code, or allow its path";
  return `allow it in the app: targets: ["${parsed.specifier}"], or register it in code`;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
