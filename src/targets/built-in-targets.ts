export interface BuiltInTarget {
  readonly value: unknown;
  readonly declaration: undefined | { readonly rest: true; readonly extra?: true };
}

let targets: ReadonlyMap<string, BuiltInTarget> | undefined;

/** A target that Orochi's own configs name. All take their values from `_args_`. */
export function builtInTarget(name: string): BuiltInTarget | undefined {
  if (!name.startsWith("orochi:")) return undefined;
  targets ??= new Map(Object.entries(functions()).map(([key, value]) => [key, describe(key, value)]));
  return targets.get(name);
}

function describe(name: string, value: unknown): BuiltInTarget {
  return { value, declaration: name === "orochi:object" ? { rest: true, extra: true } : { rest: true } };
}

/** They rebuild values that YAML has no form for, and reach nothing else. */
function functions(): Record<string, (...args: never[]) => unknown> {
  return {
    "orochi:set": (items: Iterable<unknown> = []) => new Set(items),
    "orochi:map": (entries: Iterable<readonly [unknown, unknown]> = []) =>
      new Map([...entries].map(([key, value]) => [key, value])),
    "orochi:date": (time: string | number) => new Date(time),
    "orochi:bigint": (text: string) => BigInt(text),
    "orochi:buffer": (bytes: Uint8Array) => Buffer.from(bytes),
    "orochi:regexp": (source: string, flags = "") => new RegExp(source, flags),
    "orochi:url": (text: string) => new URL(text),
    "orochi:symbol": (key: string) => Symbol.for(key),
    "orochi:typedArray": (kind: string, items: Iterable<number | bigint>) => typedArray(kind, items),
    "orochi:object": (named: Record<string, unknown> = {}) => ({ ...named }),
  };
}

const numericKinds = {
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
};
const bigKinds = { BigInt64Array, BigUint64Array };

function typedArray(kind: string, items: Iterable<number | bigint>): unknown {
  if (Object.hasOwn(bigKinds, kind))
    return bigKinds[kind as keyof typeof bigKinds].from([...items].map((item) => BigInt(item)));
  if (Object.hasOwn(numericKinds, kind))
    return numericKinds[kind as keyof typeof numericKinds].from([...items].map(Number));
  throw new TypeError(`there is no typed array called '${kind}'`);
}
