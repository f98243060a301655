export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** Anchor and tag in front of a node. */
export interface NodeProperties {
  readonly anchor: string | undefined;
  /** Full tag name, such as `tag:yaml.org,2002:int`. */
  readonly tag: string | undefined;
}

/**
 * Receives the content of one document in order. Offsets are UTF-16 units into the source text. The nodes of a mapping come
 * as key, value, key, value.
 */
export interface YamlHandler {
  startMap(start: number, properties: NodeProperties | undefined): void;
  startList(start: number, properties: NodeProperties | undefined): void;
  /** Ends the innermost map or list. */
  end(end: number): void;
  scalar(
    text: string,
    style: ScalarStyle,
    start: number,
    end: number,
    properties: NodeProperties | undefined,
  ): void;
  alias(name: string, start: number, end: number): void;
}
