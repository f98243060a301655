/** What a listing asks for. */
export type EntryKind = "all" | "group" | "config";

/** A config as a source holds it: YAML text (with its header lines), or a value that never was text. */
export type ConfigContent =
  | {
      readonly kind: "text";
      /** What errors call the text, such as an absolute file name. */
      readonly name: string;
      readonly text: string;
    }
  | {
      readonly kind: "value";
      /** Anything that `create` takes; a node is copied, never changed. */
      readonly value: unknown;
      /** Acts exactly like a `# @package` header (H-CST-003). */
      readonly package?: string | undefined;
    };

/**
 * A place that configs come from (H-SRC-001). Paths are separated by `/`, have no extension and no leading slash; `""` is the
 * top. A source only reads: caching, headers and defaults lists are the repository's business. A repository asks each
 * question once, so a source need not cache either.
 *
 * @example
 * const empty: ConfigSource = {
 *   scheme: "empty",
 *   provider: "example",
 *   path: "",
 *   available: () => true,
 *   load: () => undefined,
 *   isGroup: (path) => path === "",
 *   isConfig: () => false,
 *   list: () => [],
 * };
 */
export interface ConfigSource {
  /** The text before `://`. */
  readonly scheme: string;
  /** Who put this source on the search path: `main`, `command-line`, the name of a plugin. */
  readonly provider: string;
  /** The text after `://`. */
  readonly path: string;
  /** Whether the source can be read at all. */
  available(): boolean;
  /** `undefined` when there is no such config. */
  load(configPath: string): ConfigContent | undefined;
  isGroup(path: string): boolean;
  isConfig(configPath: string): boolean;
  /** Names directly below a group, sorted, each once; configs without extension. */
  list(group: string, kind: EntryKind): string[];
}

/** `file:///app/conf`: a source as users see it. */
export function sourceUrl(source: Pick<ConfigSource, "scheme" | "path">): string {
  return `${source.scheme}://${source.path}`;
}
