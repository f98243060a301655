import { originChain, type OriginStep } from "../config/explain-origin.ts";
import type { ConfigNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { assertNever } from "../errors/base.ts";
import { formatPlace } from "../text/source.ts";

/** One value in the history of a key, as plain data. */
export interface ExplainedStep {
  readonly value: string;
  /** `yaml`, `override`, `store`, `schema`, `code` or `engine`. */
  readonly kind: Origin["kind"];
  /** Who set it, in words. */
  readonly by: string;
  /** `file:line:column`, where it is written in a text. */
  readonly at?: string;
}

/** What set a node's value, and what it replaced, newest first. */
export function explainOrigin(node: ConfigNode): {
  setBy: ExplainedStep | undefined;
  replaced: ExplainedStep[];
} {
  const [setBy, ...replaced] = originChain(node).map(describeStep);
  return { setBy, replaced };
}

function describeStep({ origin, span, text }: OriginStep): ExplainedStep {
  const step = { value: text, kind: origin.kind, by: describeOrigin(origin) };
  return span === undefined || origin.kind === "override" ? step : { ...step, at: formatPlace(span) };
}

function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "yaml":
      return origin.config ?? origin.source.name;
    case "override":
      return `the override ${origin.source.text}`;
    case "store":
      return `the stored config ${origin.config}`;
    case "schema":
      return `the default of ${origin.name}`;
    case "code":
      return origin.label ?? "the program";
    case "engine":
      return `Orochi (${origin.label})`;
    default:
      return assertNever(origin);
  }
}
