import { type NamedParameter, namedParameters, readSignature, type Signature } from "../targets/signature.ts";
import type { Callable } from "../targets/target.ts";
import { didYouMean } from "../text/nearest.ts";
import { type BuildOptions, invalid } from "./build-options.ts";

/** What a target says about the values it takes. */
export interface TargetFacts {
  /** Parameters that can be named, those filled by position left out. */
  readonly parameters: readonly NamedParameter[];
  /** Any other name is accepted too, or nothing is known. */
  readonly open: boolean;
  readonly readable: boolean;
}

export function factsOf(target: Callable, positional: number): TargetFacts {
  const signature = readSignature(target);
  if (signature === undefined) return unreadable;
  const known = positional === 0 ? factsBySignature.get(signature) : undefined;
  if (known !== undefined) return known;
  const facts = readFacts(signature, positional);
  if (positional === 0) factsBySignature.set(signature, facts);
  return facts;
}

const unreadable: TargetFacts = { parameters: [], open: true, readable: false };
const factsBySignature = new WeakMap<Signature, TargetFacts>();

function readFacts(signature: Signature, positional: number): TargetFacts {
  const left = { ...signature, parameters: signature.parameters.slice(positional) };
  return { parameters: takenByName(left), open: isOpen(left), readable: true };
}

/** With an options object, what follows it is not for configs: `task({ x }, context)`. */
function takenByName(signature: Signature): readonly NamedParameter[] {
  const options = signature.parameters.find((parameter) => parameter.kind === "options");
  return options?.kind === "options" ? options.keys : namedParameters(signature);
}

/** `f(options)` may take any name; so do `...rest` and a parameter that is no name. */
function isOpen({ parameters, rest }: Signature): boolean {
  const [first] = parameters;
  if (first === undefined) return rest;
  if (parameters.some((parameter) => parameter.kind === "options")) {
    return parameters.some((parameter) => parameter.kind === "options" && parameter.rest);
  }
  return parameters.length === 1 || rest;
}

/** Z-SIG-002…005: names that the target does not have, and more positional values than it takes. */
export function checkAgainstSignature(
  target: Callable,
  where: string,
  {
    names,
    args,
    meta,
  }: {
    names: Iterable<string>;
    args: readonly unknown[];
    meta: { has(name: string): boolean; keys(): Iterable<string> };
  },
): void {
  const signature = readSignature(target);
  if (signature === undefined) return;
  const { parameters, rest } = signature;
  if (args.length > parameters.length && !rest)
    throw invalid(where, `it takes ${parameters.length} positional values, but ${args.length} are given`);
  const byPosition = parameters
    .slice(0, args.length)
    .flatMap((one) => (one.kind === "name" ? [one.name] : []));
  const facts = factsOf(target, args.length);
  const known = facts.parameters.map(({ name }) => name);
  for (const name of meta.keys())
    if (known.includes(name)) throw invalid(where, `the meta field '${name}' is a parameter of the target`);
  for (const name of names) {
    if (byPosition.includes(name)) throw invalid(where, `'${name}' is given both by position and by name`);
    if (facts.open || known.includes(name) || meta.has(name)) continue;
    const list = known.length === 0 ? "it takes no named values" : `it takes ${known.join(", ")}`;
    throw invalid(where, `there is no parameter '${name}'`, didYouMean(name, known) ?? list);
  }
}

/** Z-EXCL: whether a parameter is left out. Positions count among the parameters, negative ones from the end. */
export function exclusion(
  exclude: BuildOptions["exclude"],
  parameters: readonly NamedParameter[],
): { readonly name: (name: string) => boolean; readonly populated: (name: string) => boolean } {
  if (exclude === undefined) return { name: () => false, populated: () => false };
  if (typeof exclude === "function") return { name: exclude, populated: exclude };
  const names = new Set(exclude.filter((entry) => typeof entry === "string"));
  const positions = exclude.filter((entry) => typeof entry === "number");
  const byPosition = new Set(positions.map((position) => parameters.at(position)?.name));
  return { name: (name) => names.has(name), populated: (name) => names.has(name) || byPosition.has(name) };
}
