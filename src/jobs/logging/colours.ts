import type { Surroundings, TextSink } from "../surroundings.ts";
import { levelName } from "./levels.ts";

const codes: Readonly<Record<string, number>> = {
  reset: 0,
  bold: 1,
  thin: 2,
  black: 30,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  purple: 35,
  cyan: 36,
  white: 37,
};

/** Colours that formats may name as fields, as in `%(cyan)s` and `%(reset)s` (H-PLG-030). */
export const colourNames: readonly string[] = Object.keys(codes);

/** Colours of levels, unless a formatter brings its own as `log_colors`. */
const levelColours: ReadonlyMap<string, string> = new Map([
  ["DEBUG", "white"],
  ["INFO", "green"],
  ["WARNING", "yellow"],
  ["ERROR", "red"],
  ["CRITICAL", "bold_red"],
]);

/** The escape sequence for a colour such as `red` or `bold_red`; nothing for one that is not known. */
export function escapeFor(colour: string): string {
  const found = colour.split("_").flatMap((name) => codes[name] ?? []);
  return found.length === 0 ? "" : `\u001B[${found.join(";")}m`;
}

export function levelColour(level: number, own: ReadonlyMap<string, string> | undefined): string {
  const name = levelName(level);
  return escapeFor((own ?? levelColours).get(name) ?? "");
}

/** Colours are for people: on a terminal, unless `NO_COLOR` says otherwise; `FORCE_COLOR` wants them anywhere. */
export function wantsColour({ env }: Pick<Surroundings, "env">, sink: TextSink): boolean {
  const force = env["FORCE_COLOR"];
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  if (force !== undefined && force !== "" && force !== "0") return true;
  return sink.isTTY === true && env["TERM"] !== "dumb";
}
