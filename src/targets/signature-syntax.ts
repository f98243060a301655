import type * as Acorn from "acorn";
import { evaluateLiteral } from "./literal-default.ts";
import { loadAcorn } from "./load-acorn.ts";
import type { DefaultValue, NamedParameter, PositionalParameter, Signature } from "./signature.ts";

type FunctionNode = Acorn.FunctionExpression | Acorn.ArrowFunctionExpression;

/** The parameters in the source of one function or class; `"inherited"` for a class without a constructor of its own. */
export function readFunction(text: string): Signature | "inherited" | undefined {
  const parsed = parse(text);
  if (parsed === undefined) return undefined;
  const { node, source } = parsed;
  if (node.type !== "ClassExpression") return readParameters(node, source);
  const constructor = node.body.body.find(
    (member): member is Acorn.MethodDefinition =>
      member.type === "MethodDefinition" && member.kind === "constructor",
  );
  return constructor === undefined ? "inherited" : readParameters(constructor.value, source);
}

/** A function's text is an expression, or a method as it stands in an object, or a private method of a class. */
function parse(text: string): { node: FunctionNode | Acorn.ClassExpression; source: string } | undefined {
  const attempts = [
    { source: `(${text})`, find: expression },
    { source: `({${text}})`, find: objectMethod },
    { source: `(class{${text}})`, find: classMethod },
  ];
  for (const { source, find } of attempts) {
    for (const sourceType of ["module", "script"] as const) {
      const node = find(tryParse(source, sourceType));
      if (node !== undefined) return { node, source };
    }
  }
  return undefined;
}

function tryParse(source: string, sourceType: "module" | "script"): Acorn.Expression | undefined {
  try {
    return loadAcorn().parseExpressionAt(source, 0, {
      ecmaVersion: "latest",
      sourceType,
      checkPrivateFields: false,
      allowSuperOutsideMethod: true,
      allowAwaitOutsideFunction: true,
      preserveParens: false,
    });
  } catch {
    return undefined;
  }
}

function expression(node: Acorn.Expression | undefined): FunctionNode | Acorn.ClassExpression | undefined {
  const isFunction =
    node?.type === "FunctionExpression" ||
    node?.type === "ArrowFunctionExpression" ||
    node?.type === "ClassExpression";
  return isFunction ? node : undefined;
}

function objectMethod(node: Acorn.Expression | undefined): FunctionNode | undefined {
  const property = node?.type === "ObjectExpression" ? node.properties[0] : undefined;
  if (property?.type !== "Property") return undefined;
  return property.value.type === "FunctionExpression" ? property.value : undefined;
}

function classMethod(node: Acorn.Expression | undefined): FunctionNode | undefined {
  const member = node?.type === "ClassExpression" ? node.body.body[0] : undefined;
  return member?.type === "MethodDefinition" ? member.value : undefined;
}

function readParameters(node: FunctionNode, source: string): Signature {
  const last = node.params.at(-1);
  const rest = last?.type === "RestElement";
  const plain = rest ? node.params.slice(0, -1) : node.params;
  return { parameters: plain.map((pattern) => readParameter(pattern, source)), rest };
}

function readParameter(pattern: Acorn.Pattern, source: string): PositionalParameter {
  const { target, fallback } = splitDefault(pattern, source);
  if (target.type === "Identifier") return { kind: "name", name: target.name, ...fallback };
  if (target.type !== "ObjectPattern") return { kind: "other", ...fallback };
  const keys: NamedParameter[] = [];
  let rest = false;
  for (const property of target.properties) {
    if (property.type === "RestElement") rest = true;
    else {
      const name = keyName(property);
      if (name !== undefined) keys.push({ name, ...splitDefault(property.value, source).fallback });
    }
  }
  return { kind: "options", keys, rest, ...fallback };
}

function splitDefault(
  pattern: Acorn.Pattern,
  source: string,
): { target: Acorn.Pattern; fallback: { default?: DefaultValue } } {
  if (pattern.type !== "AssignmentPattern") return { target: pattern, fallback: {} };
  const literal = evaluateLiteral(pattern.right);
  const text = source.slice(pattern.right.start, pattern.right.end);
  return {
    target: pattern.left,
    fallback: { default: literal === undefined ? { text } : { text, literal } },
  };
}

function keyName(property: Acorn.AssignmentProperty): string | undefined {
  if (!property.computed && property.key.type === "Identifier") return property.key.name;
  const literal = evaluateLiteral(property.key);
  return typeof literal?.value === "string" ? literal.value : undefined;
}
