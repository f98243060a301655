import { YamlError } from "../../errors/config-errors.ts";
import { Source } from "../../text/source.ts";
import type { TreeContext } from "../context.ts";
import { type ConfigNode, MapNode, ScalarNode } from "../node.ts";
import type { Origin } from "../origin.ts";
import { TreeBuilder } from "./builder.ts";
import { defaultYamlLimits, limitHint, type YamlLimits } from "./limits.ts";
import { rawOf } from "./raw.ts";
import { readYaml } from "./read-events.ts";

export interface LoadYamlOptions {
  /** What errors point into; made of the text when it is not given. */
  readonly source?: Source | undefined;
  /** Key path at which the content will stand in its tree; see {@link Origin}. @defaultValue `""` */
  readonly at?: string | undefined;
  /** Config path such as `db/mysql`, when the text was found by name. */
  readonly config?: string | undefined;
  readonly context?: TreeContext | undefined;
  readonly limits?: Partial<YamlLimits> | undefined;
}

/**
 * The tree of one YAML document, read by the rules of YAML 1.1 as OmegaConf applies them (O-YML). An empty document gives an
 * empty map; a lone scalar gives a scalar node, since what it means depends on the caller (O-CRE-002).
 *
 * @throws {YamlError} with the place of the mistake; {@link GrammarParseError} for a malformed `${...}`;
 * {@link KeyValidationError} for a null key; {@link UnsupportedValueType} for `!!set` and `!!timestamp`.
 */
export function loadYaml(text: string, options: LoadYamlOptions = {}): ConfigNode {
  const source = options.source ?? new Source("YAML text", text);
  const config = options.config;
  const origin: Origin = {
    kind: "yaml",
    source,
    at: options.at ?? "",
    ...(config === undefined ? {} : { config }),
  };
  const root = readDocument(text, source, origin, options.limits, true);
  const node = root === undefined || isNull(root) ? new MapNode() : root;
  node.origin = origin;
  node.context = options.context;
  return node;
}

/**
 * The raw value of one YAML document, as dotlists need it: null, boolean, number, bigint, string, bytes, array or `Map`, with
 * `Float` where a float has no fraction. Interpolations are not checked; `createNode` does that.
 */
export function parseYamlValue(text: string): unknown {
  const source = new Source("YAML text", text);
  const root = readDocument(text, source, { kind: "yaml", source, at: "" }, undefined, false);
  return root === undefined ? null : rawOf(root);
}

function readDocument(
  text: string,
  source: Source,
  origin: Origin,
  limits: Partial<YamlLimits> | undefined,
  checkInterpolations: boolean,
): ConfigNode | undefined {
  const all = { ...defaultYamlLimits, ...limits };
  if (text.length > all.maxLength) {
    throw new YamlError("YAML_LIMIT", `The text is longer than ${all.maxLength} characters`, {
      span: { source: new Source(source.name, ""), start: 0, end: 0 },
      hint: limitHint("maxLength"),
    });
  }
  const builder = new TreeBuilder({ source, origin, limits: all, checkInterpolations });
  readYaml(source, builder, all.maxDepth);
  return builder.finish();
}

function isNull(node: ConfigNode): boolean {
  return node instanceof ScalarNode && node.kind === "null";
}
