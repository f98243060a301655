import { copyNode } from "../config/copy.ts";
import { createNode } from "../config/create.ts";
import { type ConfigNode, type ContainerNode, isContainer, isNode, MapNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { configFromFile } from "../config/yaml/load-config.ts";
import { isOrochiError, type OrochiError } from "../errors/base.ts";
import { ConfigCompositionException, ConfigLoadError } from "../errors/hydra-errors.ts";
import { Source } from "../text/source.ts";
import { type ConfigContent, type ConfigSource, sourceUrl } from "./config-source.ts";
import { type FileListOperation, takeListOperations } from "./file-list-operations.ts";
import { normalizeHeaderPackage, parseHeader } from "./header.ts";
import { placeAt } from "./place-at.ts";

/** A config as a source had it, taken apart. It is shared between compositions: nothing in it is ever changed. */
export class LoadedConfig {
  /** `db/mysql` */
  readonly path: string;
  /** Who put the config's source on the search path. */
  readonly provider: string;
  /** `file:///app/conf` */
  readonly sourceUrl: string;
  /** The text, for configs that are text. */
  readonly text: Source | undefined;
  /** The content without the defaults list (H-FIL-004). */
  readonly content: ContainerNode;
  /** What the config does to lists of configs that come before it. */
  readonly listOperations: readonly FileListOperation[];
  /** The value of the top-level key `defaults`, as it stands. */
  readonly defaults: ConfigNode | undefined;
  readonly #isListOperation: boolean;
  readonly #storedPackage: string | undefined;
  readonly #placed = new Map<string, MapNode>();
  #header: { readonly package: string | undefined } | undefined = undefined;

  constructor(path: string, source: ConfigSource, content: ConfigContent) {
    this.path = path;
    this.provider = source.provider;
    this.sourceUrl = sourceUrl(source);
    this.text = content.kind === "text" ? new Source(() => content.name, content.text) : undefined;
    this.#storedPackage = content.kind === "value" ? content.package : undefined;
    const node = contentOf(path, content, this.text);
    this.listOperations = this.text === undefined ? [] : takeListOperations(node, path, this.text);
    this.#isListOperation = this.listOperations.some(({ keys }) => keys.length === 0);
    this.defaults = node instanceof MapNode ? node.removeChild("defaults") : undefined;
    this.content = this.#isListOperation ? new MapNode() : node;
  }

  /**
   * The package of the header, absolute (H-PKG-003); `undefined` without header.
   *
   * @throws {ConfigCompositionException} when the header cannot be used. Until somebody asks, it is only text.
   */
  get headerPackage(): string | undefined {
    return (this.#header ??= { package: this.#findHeaderPackage() }).package;
  }

  #findHeaderPackage(): string | undefined {
    const { text } = this;
    if (text === undefined) {
      if (this.#storedPackage === undefined) return undefined;
      return normalizeHeaderPackage(this.#storedPackage, `In stored config '${this.path}'`);
    }
    const header = parseHeader(text).get("package");
    if (header === undefined) return undefined;
    const start = Math.max(0, text.text.indexOf("@package") - 2);
    const end = text.text.indexOf("\n", start);
    const span = { source: text, start, end: end === -1 ? text.text.length : end };
    return normalizeHeaderPackage(header, `In '${this.path}'`, span);
  }

  /** The content at its package in an otherwise empty mapping (H-PKG-010), with origins that know the place. */
  at(packageName: string): MapNode {
    if (this.#isListOperation) return new MapNode();
    const known = this.#placed.get(packageName);
    if (known !== undefined) return known;
    // Most configs are placed once in a process: the first place takes the content itself.
    const placed = placeAt(this, packageName, this.#placed.size === 0);
    this.#placed.set(packageName, placed);
    return placed;
  }
}

function contentOf(path: string, content: ConfigContent, text: Source | undefined): ContainerNode {
  const node = text === undefined ? nodeOfValue(path, content) : nodeOfText(path, text);
  if (isContainer(node)) return node;
  if (node.kind === "null") return new MapNode();
  throw new ConfigLoadError(
    "CONFIG_UNREADABLE",
    `Config '${path}' is a single value, not a mapping or list`,
    {
      span: text === undefined ? undefined : { source: text, start: 0, end: text.text.trimEnd().length },
    },
  );
}

function nodeOfText(path: string, text: Source): ConfigNode {
  try {
    return configFromFile(text.text, { source: text, config: path });
  } catch (error) {
    throw isOrochiError(error) ? unreadable(path, error) : error;
  }
}

function nodeOfValue(path: string, content: ConfigContent): ConfigNode {
  const value = content.kind === "value" ? content.value : undefined;
  const origin: Origin = { kind: "store", config: path };
  return isNode(value) ? copyNode(value) : createNode(value, { origin });
}

/** A broken file is the user's to mend while composing (oddity 3): the error names the config and keeps the place. */
function unreadable(path: string, error: OrochiError): ConfigCompositionException {
  return new ConfigCompositionException(
    "CONFIG_UNREADABLE",
    `Config '${path}' cannot be read: ${error.summary}`,
    {
      span: error.span,
      related: error.related,
      hint: error.hint,
      key: error.key,
      cause: error,
    },
  );
}
