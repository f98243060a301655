import { ConfigError } from "./config-errors.ts";

/** The same error told about another key. */
export function rekeyed(error: ConfigError, key: string): ConfigError {
  const { code, summary, hint, cause, value, referenceType, objectType } = error;
  const facts = { hint, key, cause, value, referenceType, objectType };
  const places = { span: () => error.span, related: () => error.related };
  const copy: unknown = Reflect.construct(error.constructor, [code, summary, { ...facts, ...places }]);
  return copy instanceof ConfigError ? copy : error;
}
