import type { ErrorFacts } from "./base.ts";
import { ConfigError } from "./config-errors.ts";

/** The same error told about another key. */
export function rekeyed(error: ConfigError, key: string): ConfigError {
  return retold(error, { key });
}

/** The same error with the places where it was written, as far as it does not have its own. */
export function placed(
  error: ConfigError,
  { span, related }: Pick<ErrorFacts, "span" | "related">,
): ConfigError {
  return retold(error, {
    span: () => error.span ?? (typeof span === "function" ? span() : span),
    related: () => error.related ?? (typeof related === "function" ? related() : related),
  });
}

function retold(error: ConfigError, changes: ErrorFacts): ConfigError {
  const { code, summary, hint, key, cause, value, referenceType, objectType } = error;
  const facts = { hint, key, cause, value, referenceType, objectType };
  const places = { span: () => error.span, related: () => error.related };
  const copy: unknown = Reflect.construct(error.constructor, [
    code,
    summary,
    { ...facts, ...places, ...changes },
  ]);
  return copy instanceof ConfigError ? copy : error;
}
