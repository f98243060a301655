import { createRoot } from "../../src/config/create.ts";
import { dereference } from "../../src/config/interpolation/dereference.ts";
import { parseInterpolation } from "../../src/config/interpolation/parse.ts";
import { type ConfigNode, MapNode } from "../../src/config/node.ts";
import { defaultContext } from "../../src/config/resolvers/default-context.ts";
import { toPlain } from "../../src/config/to-object.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { loadYaml } from "../../src/config/yaml/load.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { parseOverride } from "../../src/overrides/parse.ts";
import { printOverride } from "../../src/overrides/print.ts";
import { composeOk } from "../../test/compose/compose-ok.ts";
import { compositionTexts, interpolationTexts, textsOf } from "./corpus.ts";

/** Something that reads text from outside. It may refuse a text, but only with an error of ours. */
export interface Target {
  readonly name: string;
  readonly corpus: () => readonly string[];
  readonly read: (text: string) => void;
}

export const targets: readonly Target[] = [
  {
    name: "yaml",
    corpus: () => [...textsOf("yaml_load", "yaml"), ...textsOf("interpolation", "yaml")],
    read(text) {
      const node = loadYaml(text, { context: defaultContext() });
      dumpYaml(node);
      attempt(() => resolveAll(node));
    },
  },
  {
    name: "interpolation",
    corpus: interpolationTexts,
    read(text) {
      const wrapped = text.includes("${") ? text : `\${${text}}`;
      parseInterpolation(wrapped);
      const root = createRoot({
        a: { b: 1, c: [1, { d: "x" }], self: "${a}" },
        b: "text",
        m: "???",
        n: null,
        x: wrapped,
        y: [wrapped],
      });
      const node = root instanceof MapNode ? root.child("x") : undefined;
      if (node !== undefined) attempt(() => dereference(node));
      resolveAll(root);
    },
  },
  {
    name: "overrides",
    corpus: () => textsOf("overrides", "input"),
    read(text) {
      printOverride(parseOverride(text));
    },
  },
  {
    name: "defaults",
    corpus: compositionTexts,
    read(text) {
      const { files, overrides } = readComposition(text);
      const { config } = composeOk(files, overrides);
      dumpYaml(config);
      attempt(() => resolveAll(config));
    },
  },
];

/** Lines `=== name` begin a file, lines `=== override text` are overrides. Text before the first is the primary config. */
function readComposition(text: string): { files: Record<string, string>; overrides: string[] } {
  // A file may be called `constructor`.
  const files = Object.create(null) as Record<string, string>;
  const overrides: string[] = [];
  for (const part of `=== config\n${text}`.split(/^=== /m).slice(1)) {
    const [title = "", ...lines] = part.split("\n");
    if (title.startsWith("override ")) overrides.push(title.slice("override ".length));
    else if (title.split("/").includes("")) continue;
    else if (files[title] === undefined || title === "config") files[title] = lines.join("\n");
  }
  return { files, overrides };
}

function resolveAll(node: ConfigNode): void {
  toPlain(node, { resolve: true });
}

/** What fails here with an error of ours must not keep the rest from being tried. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    void error.message;
  }
}
