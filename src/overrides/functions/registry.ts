import { plainArgument } from "../../config/api/plain-argument.ts";
import { HydraException } from "../../errors/hydra-errors.ts";
import { fromRawValue, toRawValue } from "../raw.ts";
import { isSweepValue, type OverrideValue } from "../types.ts";
import { builtInFunctions } from "./built-in.ts";
import { FunctionError, type FunctionParameter, type OverrideFunction } from "./definition.ts";

/** The functions that override values may call, by name (H-FUN-002). */
export class FunctionRegistry {
  readonly #functions = new Map<string, OverrideFunction>();

  /** @throws {HydraException} when the name is taken. */
  add(definition: OverrideFunction): void {
    if (this.#functions.has(definition.name)) {
      throw new HydraException("USAGE", `The override function '${definition.name}' exists already`, {
        hint: "choose another name",
      });
    }
    this.#functions.set(definition.name, definition);
  }

  /**
   * Adds a function that works on plain data: it gets numbers, texts, booleans, null, arrays and objects, and answers with the
   * same. Sweeps are handed on as they are. Without `parameters` it takes any number of positional arguments.
   *
   * @example
   * const registry = createFunctionRegistry();
   * registry.register("square", (x) => Number(x) ** 2); // x=square(3)
   */
  register(
    name: string,
    implementation: (...values: readonly unknown[]) => unknown,
    parameters: readonly FunctionParameter[] = [{ name: "values", rest: true }],
  ): void {
    this.add({
      name,
      parameters,
      call: ({ rest, values }) => {
        const plain = parameters.flatMap((parameter) =>
          parameter.rest === true ? rest.map(toPlain) : [toPlain(values.get(parameter.name))],
        );
        const result = fromRawValue(implementation(...plain));
        if (result === undefined) throw new FunctionError("answered with something that is no value");
        return result;
      },
    });
  }

  find(name: string): OverrideFunction | undefined {
    return this.#functions.get(name);
  }

  /** In the order in which they were added. */
  names(): string[] {
    return [...this.#functions.keys()];
  }
}

/**
 * A registry with the functions of the language; more can be added to it.
 *
 * @example
 * const functions = createFunctionRegistry();
 * functions.register("gib", (n) => Number(n) * 2 ** 30); // memory=gib(4)
 */
export function createFunctionRegistry(): FunctionRegistry {
  const registry = new FunctionRegistry();
  for (const definition of builtInFunctions) registry.add(definition);
  return registry;
}

let shared: FunctionRegistry | undefined;

/** The registry of calls that name none. Nobody may add to it. */
export function defaultFunctions(): Pick<FunctionRegistry, "find" | "names"> {
  return (shared ??= createFunctionRegistry());
}

function toPlain(value: OverrideValue | undefined): unknown {
  return value === undefined || isSweepValue(value) ? value : plainArgument(toRawValue(value));
}
