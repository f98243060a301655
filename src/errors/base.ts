import { renderFrame } from "../text/code-frame.ts";
import { shortKey } from "../text/short-key.ts";
import { formatPlace, type Span } from "../text/source.ts";
import type { ErrorCode } from "./codes.ts";

/** A second place that belongs to the story, such as where a value was set before. */
export interface RelatedPlace {
  /** Stands before the place: `now set here`. */
  readonly label: string;
  readonly span: Span;
}

/**
 * What an error knows besides its summary. Everything is optional. Places that take work to find are given as functions: they are
 * called when somebody reads the message, so that errors which are caught again cost nothing.
 */
export interface ErrorFacts {
  /** Where in a file or argument the mistake stands. */
  readonly span?: Span | undefined | (() => Span | undefined);
  readonly related?: RelatedPlace | undefined | (() => RelatedPlace | undefined);
  /** What to do next. */
  readonly hint?: string | undefined;
  /** Full key path of the value concerned, such as `db.hosts[0].port`. */
  readonly key?: string | undefined;
  /** The errors that this one reports together. */
  readonly together?: readonly OrochiError[] | undefined;
  readonly cause?: unknown;
}

const brand = Symbol.for("orochi.error");

/**
 * Base of every error that Orochi throws on purpose. `code` is stable and documented in `docs/errors.md`; `summary` is one
 * sentence without place or hint; `message` is all of it together.
 */
export abstract class OrochiError extends Error {
  readonly code: ErrorCode;
  readonly summary: string;
  readonly hint: string | undefined;
  readonly key: string | undefined;
  readonly together: readonly OrochiError[] | undefined;
  #span: ErrorFacts["span"];
  #related: ErrorFacts["related"];

  constructor(code: ErrorCode, summary: string, facts: ErrorFacts = {}) {
    super(summary, facts.cause === undefined ? undefined : { cause: facts.cause });
    Object.defineProperty(this, brand, { value: true });
    this.#span = facts.span;
    this.#related = facts.related;
    this.code = code;
    this.summary = summary;
    this.hint = facts.hint;
    this.key = facts.key;
    this.together = facts.together;
    this.#renderLater();
  }

  /**
   * Adds places that were not known where the error was made. Those that it has win.
   *
   * @internal
   */
  addPlaces({ span, related }: Pick<ErrorFacts, "span" | "related">): void {
    const { span: ownSpan, related: ownRelated } = { span: this.#span, related: this.#related };
    this.#span = () => found(ownSpan) ?? found(span);
    this.#related = () => found(ownRelated) ?? found(related);
    this.#renderLater();
  }

  #renderLater(): void {
    Object.defineProperty(this, "message", {
      configurable: true,
      get: () => {
        const message = renderMessage(this);
        Object.defineProperty(this, "message", { value: message, writable: true });
        return message;
      },
    });
  }

  /** Where in a file or argument the mistake stands. */
  get span(): Span | undefined {
    return (this.#span = found(this.#span));
  }

  /** A second place that belongs to the story. */
  get related(): RelatedPlace | undefined {
    return (this.#related = found(this.#related));
  }

  /** The machine form: everything that is known, with places as `file:line:column`. */
  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      name: this.name,
      summary: this.summary,
      ...(this.key === undefined ? {} : { key: this.key }),
      ...(this.span === undefined ? {} : { at: formatPlace(this.span) }),
      ...(this.related === undefined
        ? {}
        : { related: { label: this.related.label, at: formatPlace(this.related.span) } }),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.together === undefined ? {} : { errors: this.together.map((error) => error.toJSON()) }),
      ...(this.cause instanceof Error ? { cause: this.cause.message } : {}),
    };
  }
}

/** Whether a value is an {@link OrochiError}, also one thrown by another installed copy of Orochi. */
export function isOrochiError(value: unknown): value is OrochiError {
  return typeof value === "object" && value !== null && brand in value;
}

/** For conditions that only a mistake in Orochi itself can break. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Orochi broke its own rule, please report it: ${message}`);
}

/** The end of a `switch` over a closed set: adding a member without a case stops compiling. */
export function assertNever(value: never): never {
  throw new Error(`Orochi broke its own rule, please report it: unexpected ${JSON.stringify(value)}`);
}

function renderMessage({ summary, span, related, hint, key, together }: OrochiError): string {
  const lines = [summary];
  if (key !== undefined && key !== "" && !names(summary, key)) lines.push(`key: ${shortKey(key)}`);
  if (span !== undefined) lines.push(renderFrame(span));
  if (related !== undefined && !samePlace(related.span, span))
    lines.push(`${related.label}: ${renderFrame(related.span)}`);
  if (hint !== undefined) lines.push(`hint: ${hint}`);
  for (const error of together ?? []) lines.push("", error.message);
  return lines.join("\n");
}

function names(summary: string, key: string): boolean {
  const shown = shortKey(key);
  return summary.includes(`'${shown}'`) || summary.endsWith(` ${shown}`);
}

function samePlace(one: Span, other: Span | undefined): boolean {
  return other !== undefined && formatPlace(one) === formatPlace(other);
}

function found<Place extends object>(
  place: Place | undefined | (() => Place | undefined),
): Place | undefined {
  return typeof place === "function" ? place() : place;
}
