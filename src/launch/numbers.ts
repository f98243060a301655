import { HydraException } from "../errors/hydra-errors.ts";

export interface NumberRule {
  /** Below `hydra.launcher`. */
  readonly name: string;
  readonly least: number;
  readonly isWhole?: boolean;
}

/** The option of a launcher as a number within its bounds. */
export function checkedNumber(value: number, { name, least, isWhole = false }: NumberRule): number {
  const fits = typeof value === "number" && value >= least && (!isWhole || Number.isInteger(value));
  if (fits) return value;
  throw new HydraException("LAUNCHER_INVALID", `hydra.launcher.${name} cannot be ${String(value)}`, {
    key: `hydra.launcher.${name}`,
    hint: `give ${isWhole ? "an integer" : "a number"} from ${least} on`,
  });
}

/** {@link checkedNumber} where `null` means that there is no limit. */
export function checkedLimit(value: number | null | undefined, rule: NumberRule): number {
  return value === null || value === undefined ? Number.POSITIVE_INFINITY : checkedNumber(value, rule);
}

/** A number of jobs at a time. As in joblib, -1 means all cores and -2 all but one. */
export function jobCount(value: number | null | undefined, usual: number): number {
  if (value === null || value === undefined) return usual;
  if (Number.isInteger(value) && value < 0) return Math.max(1, usual + 1 + value);
  return checkedNumber(value, { name: "n_jobs", least: 1, isWhole: true });
}
