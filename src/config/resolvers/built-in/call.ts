import type { BuiltIn } from "../default-registry.ts";
import type { Resolver, ResolverContext } from "../registry.ts";
import { createResolver } from "./create.ts";
import { decodeResolver } from "./decode.ts";
import { deprecatedResolver } from "./deprecated.ts";
import { dictKeysResolver, dictValuesResolver } from "./dict.ts";
import { envResolver } from "./env.ts";
import { selectResolver } from "./select.ts";

const resolvers: Readonly<Record<BuiltIn, Resolver>> = {
  "oc.create": createResolver,
  "oc.decode": decodeResolver,
  "oc.deprecated": deprecatedResolver,
  "oc.dict.keys": dictKeysResolver,
  "oc.dict.values": dictValuesResolver,
  "oc.env": envResolver,
  "oc.select": selectResolver,
};

/** Calls a built-in resolver by its name. */
export function callBuiltIn(name: BuiltIn, args: readonly unknown[], context: ResolverContext): unknown {
  return resolvers[name].call(args, context);
}
