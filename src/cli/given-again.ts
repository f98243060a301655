import { isRedacted, keyOfOverride } from "../compose/secrets.ts";
import { HydraException } from "../errors/hydra-errors.ts";

/**
 * Overrides of a record, with those that are given again in the place of the ones whose value was kept out of it.
 *
 * @param where - the directory of the record, for the error
 * @throws {HydraException} code `SECRET_MISSING`.
 */
export function withSecretsGiven(
  recorded: readonly string[],
  typed: readonly string[],
  where: string,
): string[] {
  const missing: string[] = [];
  const whole = recorded.map((text) => {
    const given = isRedacted(text) ? givenFor(text, typed) : text;
    if (given === undefined) missing.push(keyOfOverride(text));
    return given ?? text;
  });
  if (missing.length === 0) return whole;
  const keys = [...new Set(missing)];
  throw new HydraException(
    "SECRET_MISSING",
    `The records in ${where} do not hold the value of ${keys.map((key) => `'${key}'`).join(", ")}: hydra.job.secrets keeps it out of them`,
    { hint: `give it again: ${keys.map((key) => `${key}=…`).join(" ")}` },
  );
}

/** The override that gives a value again which a record does not hold. */
export function givenFor(text: string, typed: readonly string[]): string | undefined {
  const key = keyOfOverride(text);
  return typed.findLast((candidate) => keyOfOverride(candidate) === key && !isRedacted(candidate));
}
