import { Secrets } from "../compose/secrets.ts";
import { configIdentity } from "./identity.ts";
import type { PlannedJob } from "./plan.ts";

/** A planned job as plain data, for plans that are shown or kept. */
export interface JobDescription {
  readonly num: number;
  readonly id: string;
  readonly overrides: readonly string[];
  /** See {@link configIdentity}. */
  readonly identity: string;
}

export function describeJob({ num, overrides, config }: PlannedJob): JobDescription {
  return {
    num,
    id: String(num),
    overrides: Secrets.of(config).overrides(overrides.map(({ text }) => text)),
    identity: configIdentity(config),
  };
}
