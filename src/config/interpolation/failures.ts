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
import { didYouMean } from "../../text/nearest.ts";
import { type ConfigNode, type ContainerNode, formatKey, fullKey, MapNode } from "../node.ts";
import type { Interpolation } from "./ast.ts";
import type { Scope } from "./scope.ts";

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
      span: spanOf(part, scope),
      hint: didYouMean(step, keys),
    },
  );
}

export function aboveRoot(part: Interpolation, scope: Scope): Error {
  return new InterpolationKeyError(
    "INTERPOLATION_KEY",
    `Interpolation key '${inside(part, scope)}' leads above the root of the config`,
    {
      span: spanOf(part, scope),
      hint: "one dot is the container of the value, each further dot the one above",
    },
  );
}

/** `${key}` points to a mandatory value that has none. */
export function pointsToMissing(part: Interpolation, scope: Scope, target: ConfigNode): Error {
  return new InterpolationToMissingValueError(
    "INTERPOLATION_TO_MISSING",
    `Missing mandatory value: ${fullKey(target)}`,
    { span: spanOf(part, scope), hint: `give '${fullKey(target)}' a value` },
  );
}

export function notAContainer(part: Interpolation, scope: Scope, at: ConfigNode, step: string): Error {
  return new InterpolationResolutionError(
    "INTERPOLATION_FAILED",
    `'${fullKey(at)}' holds a value of kind ${at.kind}, which cannot contain '${step}'`,
    { span: spanOf(part, scope) },
  );
}

/** A step into a list that is no index. */
export function badIndex(error: ConfigError, part: Interpolation, scope: Scope): Error {
  return new InterpolationResolutionError("INTERPOLATION_FAILED", error.summary, {
    span: spanOf(part, scope),
    hint: error.hint,
    cause: error,
  });
}

export function pointsToParent(part: Interpolation, scope: Scope): Error {
  return new InterpolationResolutionError(
    "INTERPOLATION_CYCLE",
    `Interpolation to parent node detected: '${inside(part, scope)}' contains the value that reads it`,
    { span: spanOf(part, scope) },
  );
}

/** The text says which nodes lead back to the first of them. */
export function recursiveInterpolation(nodes: readonly ConfigNode[]): Error {
  const keys = nodes.map(fullKey);
  const shown = keys.length > 12 ? [...keys.slice(0, 6), "...", ...keys.slice(-5)] : keys;
  return new InterpolationResolutionError(
    "INTERPOLATION_CYCLE",
    `Recursive interpolation detected: ${shown.join(" -> ")}`,
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
    { span: spanOf(part, scope) },
  );
}

export function unknownResolver(
  name: string,
  part: Interpolation,
  scope: Scope,
  known: readonly string[],
): Error {
  return new UnsupportedInterpolationType("RESOLVER_UNKNOWN", `Resolver '${name}' is not registered`, {
    span: spanOf(part, scope),
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
    span: spanOf(part, scope),
    hint: isOrochiError(error) ? error.hint : undefined,
    cause: error,
  });
}

/** The value that came out does not fit the reader's type (O-INT-007). */
export function resultDoesNotFit(error: ConfigError, scope: Scope): Error {
  return new InterpolationValidationError("INTERPOLATION_TYPE", error.summary, {
    span: { source: sourceOf(scope), start: 0, end: scope.text.length },
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
    cause: error,
  });
}

function inside(part: Interpolation, { text }: Scope): string {
  return text.slice(part.start + 2, part.end - 1).trim();
}

function spanOf(part: Interpolation, scope: Scope): Span {
  return { source: sourceOf(scope), start: part.start, end: part.end };
}

function sourceOf({ reader, text }: Scope): Source {
  const key = fullKey(reader);
  return new Source(key === "" ? "interpolation" : `interpolation in ${key}`, text);
}
