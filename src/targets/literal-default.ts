import type { Expression, Property, SpreadElement } from "acorn";

/** A value wrapped, so that the literal `undefined` differs from "not a literal". */
export interface Literal {
  readonly value: unknown;
}

/** The value of an expression made of literals alone. Nothing is run: names other than the three below stay unknown. */
export function evaluateLiteral(node: Expression | { readonly type: string }): Literal | undefined {
  return evaluate(node as Expression);
}

const constants = new Map<string, unknown>([
  ["undefined", undefined],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["NaN", Number.NaN],
]);

function evaluate(node: Expression): Literal | undefined {
  switch (node.type) {
    case "Literal":
      if ("regex" in node && typeof node.regex === "object" && node.regex !== null) return undefined;
      if ("bigint" in node && typeof node.bigint === "string") return { value: BigInt(node.bigint) };
      return { value: node.value };
    case "Identifier":
      return constants.has(node.name) ? { value: constants.get(node.name) } : undefined;
    case "TemplateLiteral": {
      const text = node.quasis[0]?.value.cooked;
      return node.quasis.length === 1 && typeof text === "string" ? { value: text } : undefined;
    }
    case "UnaryExpression":
      return evaluateUnary(node.operator, evaluate(node.argument));
    case "BinaryExpression":
      if (node.left.type === "PrivateIdentifier") return undefined;
      return evaluateBinary(node.operator, evaluate(node.left), evaluate(node.right));
    case "ArrayExpression":
      return evaluateArray(node.elements);
    case "ObjectExpression":
      return evaluateObject(node.properties);
    default:
      return undefined;
  }
}

function evaluateUnary(operator: string, argument: Literal | undefined): Literal | undefined {
  if (argument === undefined) return undefined;
  const { value } = argument;
  if (operator === "void") return { value: undefined };
  if (operator === "!") return { value: !value };
  if (operator === "-" && (typeof value === "number" || typeof value === "bigint")) return { value: -value };
  return operator === "+" && typeof value === "number" ? { value } : undefined;
}

/** Constant arithmetic: `60 * 1000`, minified `1 / 0`, joined texts. */
function evaluateBinary(
  operator: string,
  left: Literal | undefined,
  right: Literal | undefined,
): Literal | undefined {
  const a = left?.value;
  const b = right?.value;
  if (typeof a === "string" && typeof b === "string") return operator === "+" ? { value: a + b } : undefined;
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  switch (operator) {
    case "+":
      return { value: a + b };
    case "-":
      return { value: a - b };
    case "*":
      return { value: a * b };
    case "/":
      return { value: a / b };
    case "%":
      return { value: a % b };
    case "**":
      return { value: a ** b };
    default:
      return undefined;
  }
}

function evaluateArray(elements: readonly (Expression | SpreadElement | null)[]): Literal | undefined {
  const items: unknown[] = [];
  for (const element of elements) {
    const item = element === null || element.type === "SpreadElement" ? undefined : evaluate(element);
    if (item === undefined) return undefined;
    items.push(item.value);
  }
  return { value: items };
}

function evaluateObject(properties: readonly (Property | SpreadElement)[]): Literal | undefined {
  const entries: [string, unknown][] = [];
  for (const property of properties) {
    if (property.type !== "Property" || property.kind !== "init" || property.computed) return undefined;
    const { key } = property;
    const name =
      key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : undefined;
    const value = evaluate(property.value);
    if (name === undefined || name === "__proto__" || value === undefined) return undefined;
    entries.push([name, value.value]);
  }
  return { value: Object.fromEntries(entries) };
}
