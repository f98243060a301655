import { shortKey } from "../../text/short-key.ts";
import { isOrochiError } from "../../errors/base.ts";
import {
  type ConfigError,
  GrammarParseError,
  InterpolationKeyError,
  InterpolationResolutionError,
  InterpolationToMissingValueError,
  InterpolationValidationError,
  UnsupportedInterpolationType,
} from "../../errors/config-errors.ts";
import { rekeyed } from "../../errors/rekey.ts";
import { Source, type Span } from "../../text/source.ts";
import { hintToGive } from "../failures.ts";
import { didYouMean } from "../../text/nearest.ts";
import { type ConfigNode, type ContainerNode, formatKey, fullKey, MapNode } from "../node.ts";
import { relatedTo, spanOf } from "../origin-span.ts";
import type { Interpolation } from "./ast.ts";
import type { Scope } from "./scope.ts";
import { within } from "./within.ts";

/** `${key}` points to nothing (O-INT-004). */
export function keyNotFound(
  part: Interpolation,
  scope: Scope,
  container: ContainerNode,
  step: string,
): Error {
  const keys = container instanceof MapNode ? [...container.children()].map(({ key }) => formatKey(key)) : [];
  return new InterpolationKeyError(
    "INTERPOLATION_KEY",
    `Interpolation key '${inside(part, scope)}' not found`,
    {
      span: placeIn(part, scope),
      hint: didYouMean(step, keys),
    },
  );
}

export function aboveRoot(part: Interpolation, scope: Scope): Error {
  return new InterpolationKeyError(
    "INTERPOLATION_KEY",
    `Interpolation key '${inside(part, scope)}' leads above the root of the config`,
    {
      span: placeIn(part, scope),
      hint: "one dot is the container of the value, each further dot the one above",
    },
  );
}

/** `${key}` points to a mandatory value that has none. */
export function pointsToMissing(part: Interpolation, scope: Scope, target: ConfigNode): Error {
  return new InterpolationToMissingValueError(
    "INTERPOLATION_TO_MISSING",
    `Missing mandatory value: ${shortKey(fullKey(target))}`,
    {
      span: placeIn(part, scope),
      related: () => relatedTo(target, "missing here"),
      hint: hintToGive(fullKey(target)),
    },
  );
}

export function notAContainer(part: Interpolation, scope: Scope, at: ConfigNode, step: string): Error {
  return new InterpolationResolutionError(
    "INTERPOLATION_FAILED",
    `'${shortKey(fullKey(at))}' holds a value of kind ${at.kind}, which cannot contain '${step}'`,
    { span: placeIn(part, scope) },
  );
}

/** A step into a list that is no index. */
export function badIndex(error: ConfigError, part: Interpolation, scope: Scope): Error {
  return new InterpolationResolutionError("INTERPOLATION_FAILED", error.summary, {
    span: placeIn(part, scope),
    hint: error.hint,
    cause: error,
  });
}

export function pointsToParent(part: Interpolation, scope: Scope): Error {
  return new InterpolationResolutionError(
    "INTERPOLATION_CYCLE",
    `Interpolation to parent node detected: '${inside(part, scope)}' contains the value that reads it`,
    { span: placeIn(part, scope) },
  );
}

/** The text says which nodes lead back to the first of them. */
export function recursiveInterpolation(nodes: readonly ConfigNode[]): Error {
  const keys = nodes.map((node) => shortKey(fullKey(node)));
  const [first, second] = nodes;
  const shown = keys.length > 12 ? [...keys.slice(0, 6), "...", ...keys.slice(-5)] : keys;
  return new InterpolationResolutionError(
    "INTERPOLATION_CYCLE",
    `Recursive interpolation detected: ${shown.join(" -> ")}`,
    {
      span: () => first && spanOf(first),
      related: () => (second === first ? undefined : relatedTo(second, "which reads")),
      hint: "give one of them a value of its own",
    },
  );
}

export function unusableName(
  part: Interpolation,
  scope: Scope,
  what: "a key" | "the name of a resolver",
): Error {
  return new InterpolationResolutionError(
    "INTERPOLATION_FAILED",
    `An interpolation used as ${what} has to give text`,
    { span: placeIn(part, scope) },
  );
}

export function unknownResolver(
  name: string,
  part: Interpolation,
  scope: Scope,
  known: readonly string[],
): Error {
  return new UnsupportedInterpolationType("RESOLVER_UNKNOWN", `Resolver '${name}' is not registered`, {
    span: placeIn(part, scope),
    hint: didYouMean(name, known) ?? "register it before the value is read",
  });
}

/** Whatever a resolver threw, as an interpolation error (O-INT-008). */
export function resolverFailed(error: unknown, name: string, part: Interpolation, scope: Scope): Error {
  if (error instanceof InterpolationResolutionError) return error;
  const reason = isOrochiError(error)
    ? error.summary
    : error instanceof Error
      ? error.message
      : String(error);
  return new InterpolationResolutionError("INTERPOLATION_FAILED", `Resolver '${name}' failed: ${reason}`, {
    span: placeIn(part, scope),
    hint: isOrochiError(error) ? error.hint : undefined,
    cause: error,
  });
}

/** The value that came out does not fit the reader's type (O-INT-007). */
export function resultDoesNotFit(error: ConfigError, scope: Scope, result: ConfigNode): Error {
  return new InterpolationValidationError("INTERPOLATION_TYPE", error.summary, {
    span: placeIn({ start: 0, end: scope.text.length }, scope),
    related: () => relatedTo(result, "the value that it reads"),
    hint: error.hint,
    value: error.value,
    referenceType: error.referenceType,
    cause: error,
  });
}

export function noParent(): Error {
  return new InterpolationResolutionError(
    "INTERPOLATION_FAILED",
    "Cannot resolve an interpolation that stands in no config",
  );
}

/** The error of the value that was asked for: errors found on the way get its key (O-ERR-001). */
export function failureOf(error: unknown, reader: ConfigNode): unknown {
  const key = fullKey(reader);
  if (error instanceof GrammarParseError || error instanceof InterpolationResolutionError) {
    return error.key === key ? error : rekeyed(error, key);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new InterpolationResolutionError("INTERPOLATION_FAILED", `Interpolation failed: ${reason}`, {
    key,
    span: () => spanOf(reader),
    cause: error,
  });
}

function inside(part: Interpolation, { text }: Scope): string {
  return text.slice(part.start + 2, part.end - 1).trim();
}

/** A part of the text in the file or argument where it is written; values that code set are shown by themselves. */
function placeIn({ start, end }: Pick<Interpolation, "start" | "end">, { reader, text }: Scope): () => Span {
  return () => {
    const key = fullKey(reader);
    const source = new Source(key === "" ? "interpolation" : `interpolation in ${shortKey(key)}`, text);
    const part = { source, start, end };
    return within(spanOf(reader), text, part) ?? part;
  };
}
