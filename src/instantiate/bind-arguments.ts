import { type PositionalParameter, readSignature, type Signature } from "../targets/signature.ts";
import type { DeclaredParameter, ResolvedTarget, TargetDeclaration } from "../targets/target.ts";
import { didYouMean } from "../text/nearest.ts";

/** Values for a call: those without a name, in order, and those with one. */
export interface CallArguments {
  readonly args: readonly unknown[];
  readonly named: ReadonlyMap<string, unknown>;
}

/** The arguments do not fit the target's parameters. */
export class ArgumentError extends TypeError {
  static {
    this.prototype.name = "ArgumentError";
  }
  readonly hint: string | undefined;
  /** Name of the argument that is too much. */
  readonly argument: string | undefined;
  constructor(message: string, hint?: string, argument?: string) {
    super(message);
    this.hint = hint;
    this.argument = argument;
  }
}

/**
 * The argument list of a JavaScript call (H-INS-025): by declaration if there is one, else by the signature in the source, else
 * one options object after the positional values.
 */
export function bindArguments(target: ResolvedTarget, given: CallArguments): unknown[] {
  if (isTelling(target.declaration)) return bindDeclared(target.declaration, given);
  const signature = readSignature(target.value);
  return signature === undefined ? withOptions(given.args, given.named) : bindSignature(signature, given);
}

/** The names that a call of the target can use; `undefined` when it takes any, or nothing tells. */
export function knownNames(target: ResolvedTarget): string[] | undefined {
  if (isTelling(target.declaration)) {
    const { params = [], named = [], extra } = target.declaration;
    return extra === true ? undefined : [...params, ...named].map(nameOf);
  }
  const parameters = readSignature(target.value)?.parameters;
  if (parameters === undefined || parameters.some((one) => one.kind === "options" && one.rest))
    return undefined;
  return namesOf(parameters);
}

function isTelling(declaration: TargetDeclaration | undefined): declaration is TargetDeclaration {
  if (declaration === undefined) return false;
  const { params, named, rest, extra } = declaration;
  return [params, named, rest, extra].some((fact) => fact !== undefined);
}

function bindDeclared(declaration: TargetDeclaration, { args, named }: CallArguments): unknown[] {
  const { params = [], named: byName = [], rest = false, extra = false } = declaration;
  if (args.length > params.length && !rest) throw tooMany(params.length, args.length);
  const left = new Map(named);
  const list = params.map((parameter, index) => {
    if (index >= args.length) return takeNamed(parameter, left);
    if (left.has(nameOf(parameter))) throw twice(nameOf(parameter));
    return args[index];
  });
  list.push(...args.slice(params.length));
  const options = new Map(byName.map((parameter) => [nameOf(parameter), takeNamed(parameter, left)]));
  for (const [name, value] of left) {
    if (!extra) throw unexpected(name, [...params, ...byName].map(nameOf));
    options.set(name, value);
  }
  if (byName.length > 0 || extra) list.push(optionsObject(options));
  else while (list.length > args.length && list.at(-1) === undefined) list.pop();
  return list;
}

function takeNamed(parameter: DeclaredParameter, named: Map<string, unknown>): unknown {
  const name = nameOf(parameter);
  if (named.has(name)) {
    const value = named.get(name);
    named.delete(name);
    return value;
  }
  if (typeof parameter === "object") {
    if ("default" in parameter) return parameter.default;
    if (parameter.optional === true) return undefined;
  }
  throw new ArgumentError(`it needs a value for '${name}'`);
}

function bindSignature(signature: Signature, { args, named }: CallArguments): unknown[] {
  const { parameters, rest } = signature;
  if (args.length > parameters.length && !rest) throw tooMany(parameters.length, args.length);
  if (named.size === 0) return [...args];
  const [only] = parameters;
  if (args.length === 0 && parameters.length === 1 && only?.kind === "options" && takesAll(only, named))
    return [optionsObject(named)];
  if (takesOneObject(signature, args.length, named)) return [...args, optionsObject(named)];
  const left = new Map(named);
  for (const parameter of parameters.slice(0, args.length))
    if (parameter.kind === "name" && left.has(parameter.name)) throw twice(parameter.name);
  const list = [...args];
  let filled = args.length;
  for (const [index, parameter] of parameters.entries()) {
    if (index < args.length) continue;
    const value = takeParameter(parameter, left);
    list.push(value);
    if (value !== undefined) filled = index + 1;
  }
  const [surplus] = left.keys();
  if (surplus !== undefined) throw unexpected(surplus, namesOf(parameters));
  return list.slice(0, filled);
}

/**
 * `function f(options)` does not say its keys: when the only open parameter is not named, and its default does not say that it is
 * something else, it is an options object.
 */
function takesOneObject(signature: Signature, used: number, named: ReadonlyMap<string, unknown>): boolean {
  const open = signature.parameters.slice(used);
  if (namesOf(signature.parameters.slice(0, used)).some((name) => named.has(name))) return false;
  if (open.length === 0) return signature.rest;
  const [only] = open;
  if (open.length !== 1 || only?.kind !== "name" || named.has(only.name)) return false;
  const fallback = only.default?.literal?.value;
  return fallback === undefined || typeof fallback === "object";
}

/** Whether all the values are keys of the options object: the usual case, and the quick one. */
function takesAll(
  { keys, rest }: Extract<PositionalParameter, { kind: "options" }>,
  named: ReadonlyMap<string, unknown>,
): boolean {
  if (rest) return true;
  for (const name of named.keys()) if (!keys.some((key) => key.name === name)) return false;
  return true;
}

function takeParameter(parameter: PositionalParameter, named: Map<string, unknown>): unknown {
  if (parameter.kind === "other") return undefined;
  if (parameter.kind === "name") {
    const value = named.get(parameter.name);
    named.delete(parameter.name);
    return value;
  }
  const options = new Map<string, unknown>();
  for (const [name, value] of named) {
    if (!parameter.rest && !parameter.keys.some((key) => key.name === name)) continue;
    options.set(name, value);
    named.delete(name);
  }
  return options.size === 0 && parameter.default !== undefined ? undefined : optionsObject(options);
}

function withOptions(args: readonly unknown[], named: ReadonlyMap<string, unknown>): unknown[] {
  return named.size === 0 ? [...args] : [...args, optionsObject(named)];
}

function optionsObject(named: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, value] of named) {
    if (name === "__proto__") return Object.fromEntries(named);
    options[name] = value;
  }
  return options;
}

function namesOf(parameters: readonly PositionalParameter[]): string[] {
  return parameters.flatMap((parameter) => {
    if (parameter.kind === "options") return parameter.keys.map(({ name }) => name);
    return parameter.kind === "name" ? [parameter.name] : [];
  });
}

function nameOf(parameter: DeclaredParameter): string {
  return typeof parameter === "string" ? parameter : parameter.name;
}

function unexpected(name: string, known: readonly string[]): ArgumentError {
  const list = known.length === 0 ? "it takes no named values" : `it takes ${known.join(", ")}`;
  return new ArgumentError(`it has no parameter '${name}'`, didYouMean(name, known) ?? list, name);
}

function twice(name: string): ArgumentError {
  return new ArgumentError(`'${name}' is given both by position and by name`);
}

function tooMany(most: number, given: number): ArgumentError {
  return new ArgumentError(`it takes ${most} positional values, but ${given} are given`);
}
