import { zenFromConfig } from "./zen.ts";
import { zenTaskTarget } from "./zen-reading.ts";

/** What configs of tasks name, also those read from YAML (Z-VAL-005). */
export const taskTargets: ReadonlyMap<string, unknown> = new Map([[zenTaskTarget, zenFromConfig]]);
