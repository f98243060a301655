import { fullKey, isContainer, type MapNode } from "../config/node.ts";
import { splitKeyPath, childByText } from "../config/key-path.ts";
import type { ConfigNode } from "../config/node.ts";
import { formatKey } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { pythonStr } from "../config/python-text.ts";
import { placeAt } from "../config/place.ts";
import { dumpYaml } from "../config/yaml/dump.ts";
import { locateInYaml } from "../config/yaml/positions.ts";
import { assertNever } from "../errors/base.ts";
import { ConfigKeyError } from "../errors/config-errors.ts";
import { didYouMean } from "../text/nearest.ts";
import { formatPlace } from "../text/source.ts";

/** The text of `--explain KEY`: the value, what set it, and what it replaced, newest first (design D2). */
export function explain(config: MapNode, key: string): string {
  const node = find(config, key);
  const lines = [`${key} = ${inline(node)}`, `  set by ${describe(node.origin, node)}`];
  for (let at = node.shadowed; at !== undefined; at = at.previous)
    lines.push(`  replaced ${at.text} of ${describe(at.origin, node)}`);
  return `${lines.join("\n")}\n`;
}

function find(config: MapNode, key: string): ConfigNode {
  let at: ConfigNode = config;
  for (const step of splitKeyPath(key)) {
    const child: ConfigNode | undefined = isContainer(at) ? childByText(at, step, placeAt(key)) : undefined;
    if (child === undefined) {
      const known = isContainer(at) ? [...at.children()].map((node) => formatKey(node.key)) : [];
      throw new ConfigKeyError("KEY_NOT_FOUND", `There is no '${key}' in the config`, {
        key,
        hint: didYouMean(step, known) ?? "--cfg all shows what there is",
      });
    }
    at = child;
  }
  return at;
}

function inline(node: ConfigNode): string {
  if (!isContainer(node)) return pythonStr(node);
  const text = dumpYaml(node).trimEnd();
  return node.size > 0 ? `\n${text.replace(/^/gm, "  ")}` : text;
}

function describe(origin: Origin, node: ConfigNode): string {
  switch (origin.kind) {
    case "yaml":
      return `${origin.config ?? origin.source.name} (${placeOf(origin, node)})`;
    case "override":
      return `the override ${origin.source.text}`;
    case "store":
      return `the stored config ${origin.config}`;
    case "schema":
      return `the default of ${origin.name}`;
    case "code":
      return origin.label ?? "the program";
    case "engine":
      return "Orochi";
    default:
      return assertNever(origin);
  }
}

function placeOf({ source, at }: Extract<Origin, { kind: "yaml" }>, node: ConfigNode): string {
  const key = fullKey(node);
  const below = at === "" ? key : key.slice(at.length).replace(/^\./, "");
  const span = locateInYaml(source, splitKeyPath(below));
  return span === undefined ? source.name : formatPlace(span);
}
