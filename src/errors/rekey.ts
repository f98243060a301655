import type { Span } from "../text/source.ts";
import { ConfigError } from "./config-errors.ts";

/** The same error told about another key. */
export function rekeyed(error: ConfigError, key: string): ConfigError {
  const { code, summary, span, related, hint, cause, value, referenceType, objectType } = error;
  const facts = { span, related, hint, cause, value, referenceType, objectType, key };
  const copy: unknown = Reflect.construct(error.constructor, [code, summary, facts]);
  return copy instanceof ConfigError ? copy : error;
}

/** The same error with the place where it was written, unless it has one. */
export function placed(error: ConfigError, span: Span | undefined): ConfigError {
  if (span === undefined || error.span !== undefined) return error;
  const { code, summary, key, related, hint, cause, value, referenceType, objectType } = error;
  const facts = { span, related, hint, cause, value, referenceType, objectType, key };
  const copy: unknown = Reflect.construct(error.constructor, [code, summary, facts]);
  return copy instanceof ConfigError ? copy : error;
}
