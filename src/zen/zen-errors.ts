import { ZenError } from "../errors/hydra-errors.ts";

export function invalidZen(summary: string, hint?: string): ZenError {
  return new ZenError("ZEN_INVALID", summary, { hint });
}
