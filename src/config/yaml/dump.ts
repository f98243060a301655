import { createNode } from "../create.ts";
import type { Key } from "../keys.ts";
import { type ConfigNode, type ContainerNode, isNode, MapNode, ScalarNode } from "../node.ts";
import { ExpandedTree, type ResolvedTree, VerbatimTree } from "./dump-tree.ts";
import { sortByKey } from "./sort-keys.ts";
import { isOpenEnded, writeKey, writeScalar } from "./write-scalar.ts";
import { textWidth } from "./write-text.ts";

export interface DumpYamlOptions {
  /** Interpolations are replaced by their values. @defaultValue `false` */
  readonly resolve?: boolean | undefined;
  /** Keys are sorted in every mapping whose keys can be compared (O-DMP-003). @defaultValue `false` */
  readonly sortKeys?: boolean | undefined;
  /**
   * Of a mapping, nothing but this key is written.
   *
   * @internal
   */
  readonly only?: string | undefined;
}

/**
 * A config as YAML text, byte for byte as OmegaConf 2.3 writes it (O-DMP). Paths are written as plain text.
 *
 * @param value - A node, or a raw value in the domain of `create`.
 */
export function dumpYaml(value: unknown, options: DumpYamlOptions = {}): string {
  const node = isNode(value) ? value : createNode(value);
  const tree = options.resolve === true ? new ExpandedTree() : new VerbatimTree();
  return new DocumentWriter(tree, options).write(node);
}

/** A map or list whose items are being written. */
interface Block {
  readonly container: ContainerNode;
  readonly items: Iterator<ConfigNode>;
  readonly indent: number;
  /** The next item goes on the line of the indicator before it. */
  inline: boolean;
}

class DocumentWriter {
  readonly #tree: ResolvedTree;
  readonly #sortKeys: boolean;
  readonly #only: string | undefined;
  readonly #usesTexts: boolean;
  readonly #blocks: Block[] = [];
  #text = "";

  constructor(
    tree: ResolvedTree,
    { resolve = false, sortKeys = false, only }: DumpYamlOptions,
    isPart = false,
  ) {
    this.#tree = tree;
    this.#sortKeys = sortKeys;
    this.#only = only;
    this.#usesTexts = !isPart && !resolve && !sortKeys;
  }

  write(root: ConfigNode): string {
    const node = this.#tree.enter(root);
    if (node instanceof ScalarNode) {
      const written = writeScalar(node, { column: 0, indent: 2, fold: true });
      return `${written}\n${isOpenEnded(written) ? "...\n" : ""}`;
    }
    if (node.size === 0) return `${emptyText(node)}\n`;
    this.#open(node, 0, true, this.#only);
    this.#writeOpen();
    return `${this.#text}\n`;
  }

  /** The items of a container, as they stand in a document at this indent. */
  writeItems(container: ContainerNode, indent: number, inline: boolean): string {
    this.#open(container, indent, inline);
    this.#writeOpen();
    return this.#text;
  }

  /** Not recursive: a config may be deeper than the call stack. */
  #writeOpen(): void {
    for (let block = this.#blocks.at(-1); block !== undefined; block = this.#blocks.at(-1)) {
      this.#writeNext(block);
    }
  }

  #writeNext(block: Block): void {
    const next = block.items.next();
    if (next.done === true) {
      this.#blocks.pop();
      this.#tree.leave(block.container);
      return;
    }
    if (!block.inline) this.#text += `\n${" ".repeat(block.indent)}`;
    block.inline = false;
    if (block.container instanceof MapNode) this.#writeEntry(next.value, block.indent);
    else this.#writeValue("-", next.value, block.indent, block.indent + 2, true);
  }

  #writeEntry(child: ConfigNode, indent: number): void {
    const key = writeKey(child.key as Key, indent);
    if (key.simple) {
      const indicator = `${key.text}:`;
      this.#writeValue(indicator, child, indent, indent + textWidth(indicator) + 1, false);
    } else {
      this.#text += `? ${key.text}\n${" ".repeat(indent)}`;
      this.#writeValue(":", child, indent, indent + 2, true);
    }
  }

  /** `compact`: a map or list starts on the line of the indicator. */
  #writeValue(indicator: string, child: ConfigNode, indent: number, column: number, compact: boolean): void {
    this.#text += indicator;
    const node = this.#tree.enter(child);
    if (node instanceof ScalarNode) {
      this.#text += ` ${writeScalar(node, { column, indent: indent + 2, fold: true })}`;
    } else if (
      indent === indentOfWritten &&
      !compact &&
      this.#usesTexts &&
      node.kind === "map" &&
      node.late?.yaml !== undefined
    ) {
      this.#text += node.late.yaml;
    } else if (node.size === 0) {
      this.#text += ` ${emptyText(node)}`;
      this.#tree.leave(node);
    } else {
      if (compact) this.#text += " ";
      const inside = compact || node instanceof MapNode ? indent + 2 : indent;
      const { template } = node;
      if (template === undefined || !this.#usesTexts) this.#open(node, inside, compact);
      else this.#text += textOfTemplate(template, inside, compact);
    }
  }

  #open(container: ContainerNode, indent: number, inline: boolean, only?: string): void {
    if (only !== undefined && container instanceof MapNode) {
      const child = container.child(only);
      this.#blocks.push({ container, items: (child === undefined ? [] : [child]).values(), indent, inline });
      return;
    }
    const items =
      this.#sortKeys && container instanceof MapNode
        ? sortByKey([...container.children()]).values()
        : container.children();
    this.#blocks.push({ container, items, indent, inline });
  }
}

/** Where the key of a mapping stands whose text was known before: see `LateChildren.yaml`. */
const indentOfWritten = 2;

/** Texts of what many configs have in common: all that no job of a sweep touched reads the same in each of them. */
const texts = new WeakMap<ContainerNode, Map<string, string>>();

function textOfTemplate(template: ContainerNode, indent: number, inline: boolean): string {
  let known = texts.get(template);
  if (known === undefined) texts.set(template, (known = new Map()));
  const place = inline ? `- ${indent}` : `${indent}`;
  let text = known.get(place);
  if (text === undefined) {
    // What is below a template that nobody asked for has templates of its own: they are not looked up, so nothing is nested.
    text = new DocumentWriter(new VerbatimTree(), { sortKeys: false }, true).writeItems(
      template,
      indent,
      inline,
    );
    known.set(place, text);
  }
  return text;
}

function emptyText(node: ContainerNode): string {
  return node instanceof MapNode ? "{}" : "[]";
}
