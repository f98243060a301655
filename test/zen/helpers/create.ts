import { createRoot } from "../../../src/config/create.ts";
import { viewOf } from "../../../src/config/view.ts";

/** A config as programs see it. */
export function create(value: unknown): unknown {
  return viewOf(createRoot(value));
}
