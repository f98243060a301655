import { ValidationError } from "../../errors/config-errors.ts";
import { Source } from "../../text/source.ts";
import { type ContainerNode, MapNode, ScalarNode } from "../node.ts";
import { loadYaml, type LoadYamlOptions } from "./load.ts";

/**
 * The config that a YAML text given by a program stands for: a lone string becomes a key with the value null (O-CRE-002).
 *
 * @throws {ValidationError} when the text is a lone number or boolean.
 */
export function configFromText(text: string, options: LoadYamlOptions = {}): ContainerNode {
  const root = loadYaml(text, options);
  return root instanceof ScalarNode ? configFromScalar(root, sourceOf(text, options)) : root;
}

/** The config in a YAML file: a lone string is read once more as YAML (O-CRE-013). */
export function configFromFile(text: string, options: LoadYamlOptions = {}): ContainerNode {
  const root = loadYaml(text, options);
  if (!(root instanceof ScalarNode)) return root;
  if (typeof root.value !== "string") return configFromScalar(root, sourceOf(text, options));
  return configFromText(root.value, { ...options, source: undefined });
}

function configFromScalar(scalar: ScalarNode, source: Source): ContainerNode {
  if (typeof scalar.value !== "string") {
    throw new ValidationError(
      "VALUE_UNSUPPORTED",
      `A config is a mapping or a list, not a lone ${scalar.kind}`,
      {
        key: "",
        span: { source, start: 0, end: source.text.trimEnd().length },
        value: scalar.value,
      },
    );
  }
  const map = new MapNode();
  map.origin = scalar.origin;
  map.context = scalar.context;
  const value = new ScalarNode("null", null);
  value.origin = scalar.origin;
  map.setChild(scalar.value, value);
  return map;
}

function sourceOf(text: string, options: LoadYamlOptions): Source {
  return options.source ?? new Source("YAML text", text);
}
