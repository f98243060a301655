import { ConfigTypeError, ValidationError } from "../errors/config-errors.ts";
import { rawOfScalar } from "./convert.ts";
import { type ConfigNode, type ContainerNode, fullKey, MapNode, ScalarNode } from "./node.ts";
import { relatedTo, spanOf } from "./origin-span.ts";
import { describeValue } from "./raw-value.ts";
import { formatType, type TupleType } from "./types.ts";

/** What one merge carries along. */
export interface MergeScope {
  /** Full key of the node that is merged into: shapes that do not go together are an error of the whole merge. */
  readonly rootKey: string;
  /** What is merged into is only just being made: flags do not bind it yet. */
  readonly fresh: boolean;
  /** What is merged never changes from now on: it need not be copied before somebody asks for it. */
  readonly lasting?: boolean;
}

/** Shapes that do not go together. */
export function incompatible(target: ContainerNode, source: ContainerNode, scope: MergeScope): Error {
  if (target instanceof MapNode && target.type.kind === "struct") {
    return notA(target.type.name, source, scope, fullKey(target));
  }
  return new ConfigTypeError(
    "MERGE_INCOMPATIBLE",
    `Cannot merge a ${source.kind} into the ${target.kind} ${standing(fullKey(target))}`,
    { key: scope.rootKey, span: () => spanOf(source), related: () => relatedTo(target, "now set here") },
  );
}

/** Something other than the struct that is declared. */
export function notA(name: string, source: ConfigNode, scope: MergeScope, at?: string): ValidationError {
  const what =
    source instanceof MapNode && source.type.kind === "struct"
      ? source.type.name
      : describeValue(source instanceof ScalarNode ? rawOfScalar(source) : source);
  const where = at === undefined ? "" : ` for ${standing(at)}`;
  return new ValidationError("MERGE_INCOMPATIBLE", `Cannot merge ${what} into a ${name}${where}`, {
    key: scope.rootKey,
    span: () => spanOf(source),
    referenceType: name,
    hint: source instanceof MapNode ? undefined : `write the keys of ${name} as a mapping`,
  });
}

function standing(key: string): string {
  return key === "" ? "at the root" : `'${key}'`;
}

/** The length of a tuple is part of its type. */
export function checkLength(length: number, type: TupleType, key: string): void {
  const least = type.items.length;
  if (length === least || (length > least && type.rest !== undefined)) return;
  throw new ValidationError(
    "VALUE_TYPE",
    `${formatType(type)} has ${type.rest === undefined ? "exactly" : "at least"} ${least} items, not ${length}`,
    { key, referenceType: formatType(type) },
  );
}
