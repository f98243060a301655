import { ConfigValueError } from "../../errors/config-errors.ts";
import type { ResolverFunction, ResolverRegistry } from "./registry.ts";

export interface RegisterResolverOptions {
  /** Takes the place of a resolver with the same name. @defaultValue `false` */
  readonly replace?: boolean | undefined;
  /**
   * Calls the function once per root and argument text, and answers from memory afterwards (O-RES-005).
   * @defaultValue `false`
   */
  readonly useCache?: boolean | undefined;
}

/**
 * Adds a resolver, so that `${name:...}` calls the function (O-RES-001). Names that can be called are letters, digits, `_` and
 * `-` in parts joined by dots.
 *
 * @throws {ConfigValueError} code `RESOLVER_EXISTS`, when the name is taken and `replace` is not set.
 * @example
 * const resolvers = createResolverRegistry();
 * registerNodeResolver(resolvers, "key_here", (_args, { node }) => String(node.key)); // ${key_here:}
 */
export function registerResolver(
  registry: ResolverRegistry,
  name: string,
  call: ResolverFunction,
  { replace = false, useCache = false }: RegisterResolverOptions = {},
): void {
  if (typeof call !== "function") throw new TypeError(`A resolver is a function, not ${typeof call}`);
  if (name === "") throw new TypeError("A resolver needs a name");
  if (!replace && registry.get(name) !== undefined) {
    throw new ConfigValueError("RESOLVER_EXISTS", `Resolver '${name}' is already registered`, {
      hint: "pass replace: true to take its place",
    });
  }
  registry.set({ name, call, useCache });
}
