import { isOrochiError } from "../errors/base.ts";
import { type ErrorCode, errorCodes } from "../errors/codes.ts";
import { HydraException } from "../errors/hydra-errors.ts";

/** An error as data: enough to show it elsewhere as it would have been shown where it was thrown. */
export interface ErrorData {
  readonly name?: string | undefined;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: ErrorData | undefined;
  /** Of errors of Orochi. */
  readonly code?: string | undefined;
  readonly summary?: string | undefined;
  readonly key?: string | undefined;
  readonly hint?: string | undefined;
}

/** How deep causes are followed. */
const maxCauses = 8;

export function encodeError(error: unknown, depth = 0): ErrorData {
  if (!(error instanceof Error)) return { message: textOf(error) };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...(cause === undefined || depth >= maxCauses ? {} : { cause: encodeError(cause, depth + 1) }),
    ...(isOrochiError(error)
      ? { code: error.code, summary: error.summary, key: error.key, hint: error.hint }
      : {}),
  };
}

/**
 * The error again: with its name, message and stack, of its own class where that is one of the language's, and of
 * {@link HydraException} where it was an error of Orochi.
 */
export function decodeError(data: ErrorData): unknown {
  const { name, message, stack, code, summary } = data;
  if (name === undefined) return message;
  const cause = data.cause === undefined ? undefined : decodeError(data.cause);
  const error = isErrorCode(code)
    ? new HydraException(code, summary ?? message, { key: data.key, hint: data.hint, cause })
    : plainError(name, message, cause);
  define(error, "name", name);
  // With the frames of config files that only the other process can draw.
  define(error, "message", message);
  if (stack !== undefined) define(error, "stack", stack);
  return error;
}

/** `undefined` when it is no such data. */
export function readErrorData(value: unknown): ErrorData | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const facts = value as Readonly<Record<string, unknown>>;
  const text = (key: string): string | undefined => {
    const found = facts[key];
    return typeof found === "string" ? found : undefined;
  };
  const message = text("message");
  if (message === undefined) return undefined;
  return {
    name: text("name"),
    message,
    stack: text("stack"),
    cause: readErrorData(facts["cause"]),
    code: text("code"),
    summary: text("summary"),
    key: text("key"),
    hint: text("hint"),
  };
}

const builtIn = new Map<string, new (message: string, options?: ErrorOptions) => Error>(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((constructor) => [
    constructor.name,
    constructor,
  ]),
);

function plainError(name: string, message: string, cause: unknown): Error {
  const constructor = builtIn.get(name) ?? Error;
  return new constructor(message, cause === undefined ? undefined : { cause });
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errorCodes, code);
}

function define(error: Error, key: "name" | "message" | "stack", value: string): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false });
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
