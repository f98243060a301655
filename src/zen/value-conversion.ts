import { isNode } from "../config/node.ts";
import { configValue, isPlainObject, unwrapValue } from "../config/raw-value.ts";
import { EnumMember, Float, MISSING, PathValue } from "../config/scalar.ts";
import { ZenError } from "../errors/hydra-errors.ts";
import { isPartialFunction, type PartialFunction } from "../instantiate/partial-function.ts";
import { justTarget } from "../instantiate/instantiate-target.ts";
import { type Callable, isCallable } from "../targets/target.ts";
import { conflict } from "../targets/registry.ts";
import { targetName, targetNode } from "./live-targets.ts";
import type { Converter } from "./converter.ts";
import { ZenConfig } from "./zen-config.ts";
import { readingOf, type TaskReading, zenTaskTarget } from "./zen-reading.ts";

/** Turns values into what a config can hold, and collects the functions met on the way (Z-VAL). */
export class ValueConversion {
  readonly targets: Map<string, Callable> = new Map();
  /** What is being built, for errors. */
  readonly #label: string;
  readonly #open = new Set<object>();
  readonly #converters: readonly Converter[];

  constructor(label: string, converters: readonly Converter[] = []) {
    this.#label = label;
    this.#converters = converters;
  }

  /** @throws {ZenError} code `BUILD_UNSUPPORTED_VALUE`, with the path of the value. */
  convert(value: unknown, path: string): unknown {
    const converter = this.#converters.find((one) => one.accepts(value));
    return converter === undefined
      ? this.#convert(value, path)
      : this.#convert(converter.toConfig(value), path);
  }

  #convert(value: unknown, path: string): unknown {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        // A whole number that JavaScript no longer counts exactly is a float; integers of that size are written as bigint.
        return Number.isInteger(value) && !Number.isSafeInteger(value) ? new Float(value) : value;
      case "bigint":
        return Number.isSafeInteger(Number(value)) ? builtIn("orochi:bigint", String(value)) : value;
      case "symbol":
        return this.#symbol(value, path);
      case "function":
        return this.#function(value, path);
      case "undefined":
        throw this.#unsupported("undefined", path, "leave the key out, or write null");
      default:
        return typeof value === "object" && value !== null ? this.#guarded(value, path) : null;
    }
  }

  #guarded(value: object, path: string): unknown {
    if (this.#open.has(value)) throw this.#unsupported("a value that contains itself", path);
    this.#open.add(value);
    try {
      return this.#object(value, path);
    } finally {
      this.#open.delete(value);
    }
  }

  #object(value: object, path: string): unknown {
    if (value instanceof ZenConfig) {
      this.#addTargets(ZenConfig.specOf(value).targets);
      return value;
    }
    if (isNode(value) || unwrapValue(value) !== value) return value;
    if (value instanceof Float || value instanceof PathValue || value instanceof EnumMember) return value;
    if (Array.isArray(value))
      return Array.from(value, (item: unknown, index) => this.convert(item, `${path}[${index}]`));
    if (isPlainObject(value)) return this.#entries(Object.entries(value), path);
    return this.#special(value, path);
  }

  #entries(entries: readonly [string, unknown][], path: string): Map<string, unknown> {
    const given = entries.filter(([, item]) => item !== undefined);
    return new Map(
      given.map(([key, item]) => [key, this.convert(item, path === "" ? key : `${path}.${key}`)]),
    );
  }

  /** Objects of the language that JSON would ruin without a word (D6 of the typings study). */
  #special(value: object, path: string): unknown {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Uint8Array.prototype) return value;
    if (prototype === Buffer.prototype) return builtIn("orochi:buffer", new Uint8Array(value as Buffer));
    if (prototype === Set.prototype)
      return builtIn("orochi:set", this.convert([...(value as Set<unknown>)], path));
    if (prototype === Map.prototype)
      return builtIn("orochi:map", this.convert([...(value as Map<unknown, unknown>)], path));
    if (prototype === Date.prototype) return builtIn("orochi:date", dateArgument(value as Date));
    if (prototype === RegExp.prototype)
      return builtIn("orochi:regexp", escapeText((value as RegExp).source), (value as RegExp).flags);
    if (prototype === URL.prototype) return builtIn("orochi:url", escapeText((value as URL).href));
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return this.#typedArray(value, path);
    return this.#configured(value, path);
  }

  #typedArray(value: ArrayBufferView, path: string): unknown {
    const kind = value.constructor.name;
    const items: readonly (number | bigint)[] = Array.from(
      value as Float64Array | BigInt64Array as Float64Array,
    );
    if (
      Object.getPrototypeOf(value) !==
      (globalThis as Record<string, { prototype?: unknown } | undefined>)[kind]?.prototype
    )
      throw this.#unsupported(`a ${kind}`, path);
    return builtIn(
      "orochi:typedArray",
      kind,
      items.map((item) => (typeof item === "bigint" ? String(item) : new Float(item))),
    );
  }

  #configured(value: object, path: string): unknown {
    const owner: unknown = value.constructor;
    if (isCallable(owner) && "toConfig" in owner && isCallable(owner.toConfig))
      return this.convert(Reflect.apply(owner.toConfig, owner, [value]), path);
    const kind = isCallable(owner) && owner.name !== "" ? owner.name : "object";
    throw this.#unsupported(
      `an instance of ${kind}`,
      path,
      `write builds(${kind}, …) in its place, or give the class a static toConfig(instance)`,
    );
  }

  #symbol(value: symbol, path: string): unknown {
    const key = Symbol.keyFor(value);
    if (key === undefined) throw this.#unsupported("a symbol", path, "use Symbol.for('…'), which has a name");
    if (key === MISSING) throw this.#unsupported("a symbol called ???", path, "??? means a missing value");
    return builtIn("orochi:symbol", escapeText(key));
  }

  #function(value: Callable, path: string): unknown {
    if (configValue in value) return value[configValue];
    const reading = readingOf(value);
    if (reading !== undefined) return this.#task(reading, path);
    if (isPartialFunction(value)) return this.#partial(value, path);
    const name = targetName(value, undefined, this.#where(path));
    this.addTarget(name, value);
    return new Map<string, unknown>([
      ["path", targetNode(name, value)],
      ["_target_", justTarget],
    ]);
  }

  /** Z-VAL-005. */
  #task({ task, rebuild, exclude, preCalls, wrapTarget, ...flags }: TaskReading, path: string): unknown {
    this.addTarget(zenTaskTarget, rebuild);
    const calls = preCalls.map((call, index) => this.#function(call, `${path}.preCall[${index}]`));
    return new Map<string, unknown>([
      ["_target_", targetNode(zenTaskTarget, rebuild)],
      ["_convert_", "all"],
      ["_args_", [this.#function(task, path)]],
      ["exclude", [...exclude]],
      ["preCall", calls.length > 1 ? calls : (calls[0] ?? null)],
      ["unpackKwargs", flags.unpackKwargs],
      ["resolvePreCall", flags.resolvePreCall],
      ["runInContext", flags.runInContext],
      ["wrapTarget", wrapTarget === undefined ? null : this.#function(wrapTarget, `${path}.wrapTarget`)],
    ]);
  }

  #partial({ target, targetName: given, args, options }: PartialFunction, path: string): unknown {
    const name = targetName(target, given, this.#where(path));
    this.addTarget(name, target);
    const node = new Map<string, unknown>([
      ["_target_", targetNode(name, target)],
      ["_partial_", true],
    ]);
    if (args.length > 0) node.set("_args_", this.convert([...args], `${path}._args_`));
    for (const [key, item] of this.#entries(Object.entries(options), path)) node.set(key, item);
    return node;
  }

  #addTargets(targets: ReadonlyMap<string, Callable>): void {
    for (const [name, value] of targets) this.addTarget(name, value);
  }

  /** @throws {ZenError} code `TARGET_CONFLICT`. */
  addTarget(name: string, value: Callable): void {
    const known = this.targets.get(name);
    if (known !== undefined && known !== value) throw conflict(name);
    this.targets.set(name, value);
  }

  #where(path: string): string {
    return path === "" ? this.#label : `${this.#label}, ${path}`;
  }

  #unsupported(what: string, path: string, hint?: string): ZenError {
    return new ZenError(
      "BUILD_UNSUPPORTED_VALUE",
      `${this.#where(path)}: a config cannot stand for ${what}`,
      {
        key: path,
        hint,
      },
    );
  }
}

function builtIn(name: string, ...args: unknown[]): Map<string, unknown> {
  return new Map<string, unknown>([
    ["_target_", name],
    ["_convert_", "all"],
    ["_args_", args],
  ]);
}

function dateArgument(date: Date): string | number {
  return Number.isNaN(date.getTime()) ? Number.NaN : date.toISOString();
}

/** Text that must not be read as an interpolation, here and in YAML: `\${` stands for `${`, after backslashes written twice. */
function escapeText(text: string): string {
  return text.replace(/(\\*)\$\{/g, "$1$1\\${");
}
