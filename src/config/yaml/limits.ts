/** How much one YAML document may ask for. All limits give a {@link YamlError} with code `YAML_LIMIT`. */
export interface YamlLimits {
  /**
   * Nesting of maps and lists, after aliases are expanded. The parser follows nesting on the call stack: where that ends first,
   * some thousand levels down, the same error comes. @defaultValue `1_000`
   */
  readonly maxDepth: number;
  /** Values that aliases and merge keys may create in all (O-YML-016). Plain content does not count. @defaultValue `100_000` */
  readonly maxAliasNodes: number;
  /** Length of the text in UTF-16 units. @defaultValue `100_000_000` */
  readonly maxLength: number;
}

/** What to do about a limit that is too low for a document that is to be trusted. */
export function limitHint(name: keyof YamlLimits): string {
  return `if the document is to be trusted, allow more: limits: { ${name}: ... }`;
}

export const defaultYamlLimits: YamlLimits = {
  maxDepth: 1_000,
  maxAliasNodes: 100_000,
  maxLength: 100_000_000,
};
