import { createNode } from "../config/create.ts";
import { type ConfigNode, fullKey, isContainer, ListNode, MapNode } from "../config/node.ts";
import { snippet } from "../config/shadow.ts";
import { type Field, formatType, required } from "../config/types.ts";
import { wrapText } from "./wrap-text.ts";

/** One line for each field that a schema declares: its key, type and default, and below it what the schema says of it. */
export function fieldHelp(config: MapNode, columns: number): string {
  const lines = fieldsOf(config).flatMap(([key, field]) => {
    const { type, description } = field;
    const line = `${key} : ${formatType(type)}${formatDefault(field)}`;
    return description === undefined
      ? [line]
      : [
          line,
          ...description
            .trim()
            .split("\n")
            .flatMap((text) => wrapText(text.trim(), columns - 4).map((part) => `    ${part}`)),
        ];
  });
  return lines.map((line) => `${line}\n`).join("");
}

function fieldsOf(node: ConfigNode): [key: string, field: Field][] {
  if (!isContainer(node)) return [];
  if (node instanceof ListNode) return [];
  const { type } = node;
  const prefix = fullKey(node);
  const own = type.kind === "struct" ? type.fields : new Map<string, Field>();
  const below = (name: string): [string, Field][] => {
    const child = node.child(name);
    return child === undefined ? [] : fieldsOf(child);
  };
  const declared = [...own.values()].flatMap((field): [string, Field][] => [
    // A section is told by its own fields.
    ...(isSection(node.child(field.name))
      ? []
      : [[prefix === "" ? field.name : `${prefix}.${field.name}`, field] as [string, Field]]),
    ...below(field.name),
  ]);
  const others = [...node.children()].filter(({ key }) => typeof key === "string" && !own.has(key));
  return [...declared, ...others.flatMap(fieldsOf)];
}

function isSection(node: ConfigNode | undefined): boolean {
  return node instanceof MapNode && node.type.kind === "struct";
}

function formatDefault(field: Field): string {
  if (field.default === undefined) return " (required)";
  if (required(field.type).kind === "struct" && typeof field.default === "object" && field.default !== null)
    return "";
  return ` = ${snippet(createNode(field.default))}`;
}
