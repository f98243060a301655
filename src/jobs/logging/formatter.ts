import { HydraException } from "../../errors/hydra-errors.ts";
import { strftime } from "../strftime.ts";
import { colourNames, escapeFor, levelColour } from "./colours.ts";
import { hydraFormat, longFormat, messageFormat } from "./formats.ts";
import { levelName } from "./levels.ts";
import type { LogRecord } from "./record.ts";

/** The line for a record; with escape sequences where the format names colours and the place takes them. */
export type Formatter = (record: LogRecord, inColour?: boolean) => string;

export interface FormatterOptions {
  readonly format?: string | undefined;
  /** `strftime` format of `asctime`; without it `2026-11-22 13:54:22,232` (H-LOG-004). */
  readonly dateFormat?: string | undefined;
  /** How fields stand in the format: `%(name)s`, `{name}` or `$name`. */
  readonly style?: "%" | "{" | "$" | undefined;
  /** Colours of levels, by level name: what `%(log_color)s` stands for. */
  readonly levelColours?: ReadonlyMap<string, string> | undefined;
}

/** The line without any decoration. */
export const plainFormatter: Formatter = ({ message }) => message;

const startedAt = Date.now();

const fields: Record<string, (record: LogRecord, options: FormatterOptions) => string | number> = {
  asctime: ({ time }, { dateFormat }) =>
    dateFormat === undefined ? formatTime(time) : strftime(time, dateFormat),
  created: ({ time }) => time.getTime() / 1000,
  levelname: ({ level }) => levelName(level),
  levelno: ({ level }) => level,
  message: ({ message }) => message,
  msecs: ({ time }) => time.getMilliseconds(),
  name: ({ name }) => name,
  process: () => process.pid,
  processName: () => "MainProcess",
  relativeCreated: ({ time }) => time.getTime() - startedAt,
  thread: () => 0,
  threadName: () => "MainThread",
  // Where the call stands is not looked up: walking the stack for every record costs more than the line is worth.
  filename: () => "",
  funcName: () => "",
  lineno: () => 0,
  module: () => "",
  pathname: () => "",
};

/** What fields stand in, by style. */
function placeholdersOf(style: NonNullable<FormatterOptions["style"]>): RegExp {
  if (style === "%") return /%(?:\((\w+)\)([-0 +#]*\d*(?:\.\d+)?)([sdifr])|%)/g;
  return style === "{" ? /\{(\w+)(?::([^{}]*))?\}()/g : /\$(?:(\w+)|\{(\w+)\})()/g;
}

/** Formats of the built-in configs: nobody has to look whether there are such fields. */
const shippedFormats: ReadonlySet<string> = new Set([longFormat, hydraFormat, messageFormat]);

/** A formatter from the dict form of Python's logging (H-LOG-005). */
export function createFormatter(options: FormatterOptions): Formatter {
  const { format = messageFormat, style = "%" } = options;
  let pattern: RegExp | undefined;
  if (style !== "%" || !shippedFormats.has(format))
    checkFields(format, (pattern = placeholdersOf(style)), style);
  return (record, inColour = false) =>
    format.replace(
      (pattern ??= placeholdersOf(style)),
      (whole: string, first?: string, second?: string, conversion?: string) => {
        const field = style === "$" ? (first ?? second) : first;
        if (field === undefined) return whole === "%%" ? "%" : whole;
        if (isColour(field)) return inColour ? colourOf(field, record, options) : "";
        const value = fields[field]?.(record, options) ?? "";
        return style === "%" ? pad(value, second ?? "", conversion ?? "s") : String(value);
      },
    );
}

function checkFields(format: string, pattern: RegExp, style: FormatterOptions["style"]): void {
  for (const [, first, second] of format.matchAll(pattern)) {
    const field = style === "$" ? (first ?? second) : first;
    if (field !== undefined && !Object.hasOwn(fields, field) && !isColour(field)) throw unknownField(field);
  }
}

function isColour(field: string): boolean {
  return field === "log_color" || field.split("_").every((name) => colourNames.includes(name));
}

function colourOf(field: string, { level }: LogRecord, { levelColours }: FormatterOptions): string {
  return field === "log_color" ? levelColour(level, levelColours) : escapeFor(field);
}

/** `2026-11-22 13:54:22,232`, local time. */
export function formatTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return `${day} ${clock},${String(time.getMilliseconds()).padStart(3, "0")}`;
}

function pad(value: string | number, spec: string, conversion: string): string {
  const [, flags = "", width = "", precision] = /^([-0 +#]*)(\d*)(?:\.(\d+))?$/.exec(spec) ?? [];
  const text = convert(value, conversion, precision);
  if (flags.includes("-")) return text.padEnd(Number(width));
  return text.padStart(Number(width), flags.includes("0") && conversion !== "s" ? "0" : " ");
}

function convert(value: string | number, conversion: string, precision: string | undefined): string {
  if (typeof value === "number" && conversion === "f") return value.toFixed(Number(precision ?? 6));
  if (typeof value === "number" && conversion !== "s") return String(Math.trunc(value));
  return precision === undefined ? String(value) : String(value).slice(0, Number(precision));
}

function unknownField(field: string): HydraException {
  return new HydraException("LOGGING_INVALID", `Log formats have no field '${field}'`, {
    hint: `fields are ${Object.keys(fields).join(", ")}`,
  });
}
