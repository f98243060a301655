import { ZenError } from "../errors/hydra-errors.ts";
import { builtInTarget } from "./built-in-targets.ts";
import { isModule } from "./module-namespace.ts";
import { type Callable, isCallable, type TargetDeclaration } from "./target.ts";

interface Entry {
  readonly value: unknown;
  readonly declaration: TargetDeclaration | undefined;
}

/** A target that most programs never need. */
export interface LateTarget {
  readonly read: () => unknown;
  /** @defaultValue what its source tells */
  readonly declaration?: TargetDeclaration | undefined;
}

const noTargets: ReadonlyMap<string, LateTarget> = new Map();

/**
 * Names of functions and classes. Each store has its own: two apps in one process never meet (design D4).
 *
 * @example
 * class Adam {}
 * const targets = new TargetRegistry();
 * targets.register("my_app.Optimizer", Adam);   // existing YAML keeps its dotted paths
 */
export class TargetRegistry {
  readonly #entries = new Map<string, Entry>();
  readonly #names = new Map<unknown, string>();
  #late: ReadonlyMap<string, LateTarget> = noTargets;
  readonly #base: TargetRegistry | undefined;

  /** @param base - names that are not found here are looked up there, also those that it gets later. */
  constructor(base?: TargetRegistry) {
    this.#base = base;
  }

  /**
   * Makes `value` known as `name`. Registering the same value twice is harmless.
   *
   * @throws {ZenError} code `TARGET_CONFLICT`, when the name already stands for something else.
   */
  register(name: string, value: unknown, declaration?: TargetDeclaration): void {
    const known = this.find(name);
    if (known !== undefined && known.value !== value) throw conflict(name);
    if (known !== undefined && declaration === undefined) return;
    this.#entries.set(name, { value, declaration });
    if (!this.#names.has(value)) this.#names.set(value, name);
  }

  /**
   * {@link register} for values that most programs never need: each is read when its name is looked up, or a name is looked up by its
   * value. The table is kept, not copied.
   *
   * @throws {ZenError} code `TARGET_CONFLICT`, when a name already stands for something else.
   * @internal
   */
  registerLate(table: ReadonlyMap<string, LateTarget>): void {
    for (const name of this.names())
      if (table.has(name) && this.find(name)?.value !== table.get(name)?.read()) throw conflict(name);
    this.#late = table;
  }

  /**
   * Makes every function and class that a module exports known as `prefix.name`, so that a directory of YAML with dotted Python paths
   * goes on working. Modules that it re-exports as a whole (`export * as losses`) follow under their names; data is left out.
   *
   * @throws {ZenError} code `TARGET_CONFLICT`, when a name already stands for something else.
   * @example
   * const optim = await import("node:path"); // import * as optim from "./optim.ts"
   * const targets = new TargetRegistry();
   * targets.registerAll("torch.optim", optim); // torch.optim.join, …
   */
  registerAll(prefix: string, exports: object): this {
    for (const [name, { value: own }] of Object.entries(Object.getOwnPropertyDescriptors(exports))) {
      // Compiled modules have getters for exports; those of other objects may do anything.
      const value: unknown = isModule(exports) ? Reflect.get(exports, name) : own;
      if (name === "default" || name.includes(".")) continue;
      const path = prefix === "" ? name : `${prefix}.${name}`;
      if (isCallable(value)) this.register(path, value);
      else if (isModule(value) && value !== exports) this.registerAll(path, value);
    }
    return this;
  }

  find(name: string): Entry | undefined {
    return builtInTarget(name) ?? this.#own(name) ?? this.#base?.find(name);
  }

  /** The name under which a value was registered first. */
  nameOf(value: unknown): string | undefined {
    this.#readAll();
    return this.#names.get(value) ?? this.#base?.nameOf(value);
  }

  names(): string[] {
    this.#readAll();
    return [...(this.#base?.names() ?? []), ...this.#entries.keys()];
  }

  /** Takes over all entries of another registry. */
  addAll(other: TargetRegistry): void {
    other.#readAll();
    for (const [name, { value, declaration }] of other.#entries) this.register(name, value, declaration);
  }

  copy(): TargetRegistry {
    const copy = new TargetRegistry(this.#base);
    copy.addAll(this);
    return copy;
  }

  #own(name: string): Entry | undefined {
    const known = this.#entries.get(name);
    const late = known === undefined ? this.#late.get(name) : undefined;
    if (late === undefined) return known;
    const value = late.read();
    const entry: Entry = { value, declaration: late.declaration };
    this.#entries.set(name, entry);
    return entry;
  }

  #readAll(): void {
    // In the order of the table: the name of a value is the first one there, whatever was looked up before.
    for (const [name, { read }] of this.#late) {
      this.#own(name);
      const value = read();
      if (!this.#names.has(value)) this.#names.set(value, name);
    }
  }
}

/** The error of two targets that would share a name (design D5). */
export function conflict(name: string): ZenError {
  return new ZenError("TARGET_CONFLICT", `Two different targets are called '${name}'`, {
    hint: `name one of them: builds(…, { name: 'billing.${name}' })`,
  });
}

/** The name that a function or class gives itself; `undefined` for those without one. */
export function ownName(value: Callable): string | undefined {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  if (typeof name !== "string") return undefined;
  const plain = name.replace(/^(?:bound |get |set )+/, "");
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(plain) && plain !== "default" ? plain : undefined;
}
