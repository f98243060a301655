import { createRequire } from "node:module";
import type * as Acorn from "acorn";

let acorn: typeof Acorn | undefined;

/** Acorn, loaded when a signature is asked for. The built package has it as a part of its own. */
export function loadAcorn(): typeof Acorn {
  return (acorn ??= createRequire(import.meta.url)("acorn") as typeof Acorn);
}
