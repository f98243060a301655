import type { Resolver, ResolverContext } from "../registry.ts";
import { createResolver } from "./create.ts";
import { decodeResolver } from "./decode.ts";
import { deprecatedResolver } from "./deprecated.ts";
import { dictKeysResolver, dictValuesResolver } from "./dict.ts";
import { envResolver } from "./env.ts";
import { selectResolver } from "./select.ts";

/** The resolvers that every registry has. */
export type BuiltIn =
  "oc.create" | "oc.decode" | "oc.deprecated" | "oc.dict.keys" | "oc.dict.values" | "oc.env" | "oc.select";

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
