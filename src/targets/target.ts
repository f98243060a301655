/** Something a config can name: a function or a class. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- any callable at all, known only at run time
export type Callable = Function;

/** One parameter of a declared target. A bare name is a required parameter. */
export type DeclaredParameter =
  | string
  | {
      readonly name: string;
      /** Used when the config gives nothing; a parameter with a default is optional. */
      readonly default?: unknown;
      /** May be left out: the target applies its own default. */
      readonly optional?: boolean;
    };

/**
 * What a program may say about a target that JavaScript does not tell: how named values of a config map to its parameters
 * (H-INS-025). Without a declaration the signature is read from the function's source.
 */
export interface TargetDeclaration {
  /** Positional parameters in order. Named values are passed by position. */
  readonly params?: readonly DeclaredParameter[];
  /** Parameters that travel by name, in one options object after the positional ones. */
  readonly named?: readonly DeclaredParameter[];
  /** Further positional values are accepted. */
  readonly rest?: boolean;
  /** Further named values are accepted; they join the options object. */
  readonly extra?: boolean;
  /** Called with `new` or not; found out by itself for `class` syntax and native constructors. */
  readonly kind?: "class" | "function";
}

/** A target that was found. */
export interface ResolvedTarget {
  /** As the config names it. */
  readonly name: string;
  readonly value: unknown;
  readonly declaration: TargetDeclaration | undefined;
  /** What `this` is in the call: the class of a static method. */
  readonly receiver?: unknown;
}

export function isCallable(value: unknown): value is Callable {
  return typeof value === "function";
}

const nativeClass = /^function [A-Z][\w$]*\(\) \{\s*\[native code\]\s*\}$/;
/** Native functions with a capital that are called without `new`. */
const nativeFactories = new Set<unknown>([BigInt, Symbol, Boolean, Number, String]);

const classes = new WeakMap<Callable, boolean>();

/** Whether a callable must be called with `new`. */
export function isClass(value: unknown): boolean {
  if (!isCallable(value)) return false;
  let known = classes.get(value);
  if (known === undefined) classes.set(value, (known = readsAsClass(value)));
  return known;
}

function readsAsClass(value: Callable): boolean {
  const text = Function.prototype.toString.call(value);
  if (/^class\b/.test(text)) return true;
  if (nativeClass.test(text)) return !nativeFactories.has(value) && "prototype" in value;
  return isOldStyleClass(value);
}

/** A constructor function of before `class`, or of code compiled to ES5: it has methods on its prototype. */
function isOldStyleClass(value: Callable): boolean {
  const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
  if (typeof prototype !== "object" || prototype === null) return false;
  if (!Object.hasOwn(prototype, "constructor")) return false;
  return Object.getOwnPropertyNames(prototype).length > 1;
}
