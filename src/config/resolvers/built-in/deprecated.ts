import { ConfigKeyError } from "../../../errors/config-errors.ts";
import { fullKey } from "../../node.ts";
import type { Resolver } from "../registry.ts";
import { checkArgumentCount, textArgument } from "./arguments.ts";

const defaultMessage = "'$OLD_KEY' is deprecated. Change your code and config to use '$NEW_KEY'";

/** `${oc.deprecated:key}` and `${oc.deprecated:key,message}`: the value of the new key, with a warning, said once in a config (O-RES-026). */
export const deprecatedResolver: Resolver = {
  name: "oc.deprecated",
  useCache: false,
  call: (args, context) => {
    checkArgumentCount(args, 1, 2);
    const key = textArgument(args[0], "The new key");
    const message = textArgument(args[1] ?? defaultMessage, "The message");
    const target = context.select(key);
    if (target === undefined) {
      throw new ConfigKeyError("KEY_NOT_FOUND", `The new key '${key}' that oc.deprecated names is not there`);
    }
    const keys: Readonly<Record<string, string>> = { $OLD_KEY: fullKey(context.node), $NEW_KEY: key };
    const text = message.replace(/\$(?:OLD|NEW)_KEY/g, (name) => keys[name] ?? name);
    warnOnce(text, context.root.context ?? context.root);
    return target;
  },
};

/** What each tree was told: a config is read many times. */
const told = new WeakMap<object, Set<string>>();

function warnOnce(text: string, tree: object): void {
  const texts = told.get(tree) ?? new Set();
  told.set(tree, texts);
  if (texts.has(text)) return;
  texts.add(text);
  process.emitWarning(text, { type: "DeprecationWarning", code: "OROCHI_DEPRECATED_KEY" });
}
