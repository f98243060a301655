import { createRequire } from "node:module";
import type * as yamlPackage from "yaml";
import type { Alias, ParsedNode, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { type IndentedText, indentFlowContent } from "./flow-layout.ts";
import type { NodeProperties, ScalarStyle, YamlHandler } from "./handler.ts";
import type { Mistake } from "./syntax-failure.ts";

type YamlPackage = typeof yamlPackage;

let yamlPackageOnce: YamlPackage | undefined;

/** The package is loaded when it is needed first: the files of most runs never need it (design D2). */
function loadYamlPackage(): YamlPackage {
  return (yamlPackageOnce ??= createRequire(import.meta.url)("yaml") as YamlPackage);
}

const styles: Record<Scalar.Type, ScalarStyle> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/** The text with the layout that the packages want; see {@link indentFlowContent}. */
export function settleLayout(text: string): IndentedText {
  const { Lexer } = loadYamlPackage();
  return indentFlowContent(text, () => new Lexer());
}

/**
 * Reads a document with the package `yaml`, which knows where everything stands, and hands its content to `handler`.
 *
 * @returns what is wrong with the text; then nothing was handed on.
 */
export function sendYamlEvents(text: string, handler: YamlHandler): readonly Mistake[] {
  const yaml = loadYamlPackage();
  const document = yaml.parseDocument(text, {
    version: "1.1",
    schema: "failsafe",
    resolveKnownTags: false,
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const versions = document.warnings.filter(({ message }) => message.startsWith("Unsupported YAML version"));
  const mistakes = [...document.errors, ...versions].map(({ code, message, pos: [start, end] }): Mistake => ({
    code,
    message,
    start,
    end,
  }));
  if (mistakes.length === 0 && document.contents !== null) {
    new NodeSender(yaml, handler).send(document.contents);
  }
  return mistakes;
}

class NodeSender {
  readonly #yaml: YamlPackage;
  readonly #handler: YamlHandler;

  constructor(yaml: YamlPackage, handler: YamlHandler) {
    this.#yaml = yaml;
    this.#handler = handler;
  }

  send(node: ParsedNode): void {
    const [start, end] = node.range;
    if (this.#yaml.isAlias(node)) this.#sendAlias(node, start, end);
    else if (this.#yaml.isScalar(node)) this.#sendScalar(node, start, end);
    else if (this.#yaml.isMap(node)) this.#sendMap(node, start, end);
    else this.#sendList(node, start, end);
  }

  #sendAlias({ source }: Alias.Parsed, start: number, end: number): void {
    this.#handler.alias(source, start, end);
  }

  #sendScalar(node: Scalar.Parsed, start: number, end: number): void {
    this.#handler.scalar(node.source, styles[node.type ?? "PLAIN"], start, end, propertiesOf(node));
  }

  #sendMap(node: YAMLMap.Parsed, start: number, end: number): void {
    this.#handler.startMap(start, propertiesOf(node));
    let last = start;
    for (const { key, value } of node.items) {
      this.send(key);
      last = key.range[1];
      if (value === null) this.#handler.scalar("", "plain", last, last, undefined);
      else {
        this.send(value);
        last = value.range[1];
      }
    }
    this.#handler.end(node.flow === true ? end : last);
  }

  #sendList(node: YAMLSeq.Parsed, start: number, end: number): void {
    this.#handler.startList(start, propertiesOf(node));
    let last = start + 1;
    for (const item of node.items) {
      this.send(item);
      last = item.range[1];
    }
    this.#handler.end(node.flow === true ? end : last);
  }
}

function propertiesOf(node: Scalar | YAMLMap | YAMLSeq): NodeProperties | undefined {
  const { anchor, tag } = node;
  return anchor === undefined && tag === undefined ? undefined : { anchor, tag };
}
