import { dereference } from "./interpolation/dereference.ts";
import type { Key } from "./keys.ts";
import { type ConfigNode, isContainer, ListNode, MapNode, ScalarNode } from "./node.ts";
import { PathValue } from "./scalar.ts";

/**
 * Whether two configs mean the same: interpolations count as what they point to, numbers are compared as numbers, booleans
 * count as 0 and 1, the order of keys does not matter (O-EQ-001…005). Interpolations of which one cannot be resolved are
 * equal when their texts are.
 */
export function equalNodes(a: ConfigNode, b: ConfigNode): boolean {
  return same(a, b, true);
}

/** {@link equalNodes} of the configs as written: no interpolation is followed (O-CNV-014). */
export function structurallyEqual(a: ConfigNode, b: ConfigNode): boolean {
  return same(a, b, false);
}

function same(a: ConfigNode, b: ConfigNode, resolve: boolean): boolean {
  const open: [ConfigNode, ConfigNode][] = [[a, b]];
  const compared = new Map<ConfigNode, Set<ConfigNode>>();
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = resolve ? resolved(...pair) : pair;
    if ((left !== pair[0] || right !== pair[1]) && isKnown(compared, left, right)) continue;
    if (!resolve && isOneTemplate(left, right)) continue;
    if (left instanceof MapNode && right instanceof MapNode) {
      if (left.size !== right.size) return false;
      for (const child of left.children()) {
        const other = right.child(child.key as Key);
        if (other === undefined) return false;
        open.push([child, other]);
      }
    } else if (left instanceof ListNode && right instanceof ListNode) {
      if (left.size !== right.size) return false;
      for (let index = 0; index < left.size; index++) {
        const item = left.child(index);
        const other = right.child(index);
        if (item !== undefined && other !== undefined) open.push([item, other]);
      }
    } else if (!(left instanceof ScalarNode && right instanceof ScalarNode && sameLeaf(left, right)))
      return false;
  }
  return true;
}

/** Two copies of one mapping or list in which nobody has looked yet. */
function isOneTemplate(left: ConfigNode, right: ConfigNode): boolean {
  return (
    isContainer(left) && isContainer(right) && left.template !== undefined && left.template === right.template
  );
}

/** Notes a pair that interpolations led to: when they lead there again, comparing it once is enough, and has an end. */
function isKnown(compared: Map<ConfigNode, Set<ConfigNode>>, left: ConfigNode, right: ConfigNode): boolean {
  const partners = compared.get(left);
  if (partners === undefined) compared.set(left, new Set([right]));
  else if (partners.has(right)) return true;
  else partners.add(right);
  return false;
}

function resolved(a: ConfigNode, b: ConfigNode): [ConfigNode, ConfigNode] {
  if (a.kind !== "interpolation" && b.kind !== "interpolation") return [a, b];
  if (a.kind !== "interpolation" || b.kind !== "interpolation") return [dereference(a), dereference(b)];
  try {
    return [dereference(a), dereference(b)];
  } catch {
    return [a, b];
  }
}

function sameLeaf(a: ScalarNode, b: ScalarNode): boolean {
  const left = a.value;
  const right = b.value;
  if (
    a.kind === "missing" ||
    b.kind === "missing" ||
    a.kind === "interpolation" ||
    b.kind === "interpolation"
  ) {
    return a.kind === b.kind && left === right;
  }
  if (isNumberLike(left) && isNumberLike(right)) return sameNumber(a, b, Number(left), Number(right));
  if (left instanceof PathValue && right instanceof PathValue) return left.text === right.text;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0;
  return left === right;
}

function isNumberLike(value: unknown): value is number | bigint | boolean {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

/** NaN equals NaN only in slots that are declared as float (O-EQ-004). */
function sameNumber(a: ScalarNode, b: ScalarNode, left: number, right: number): boolean {
  if (Number.isNaN(left) && Number.isNaN(right)) return a.slot.kind === "float" && b.slot.kind === "float";
  if (typeof a.value === "bigint" || typeof b.value === "bigint") return exact(a.value) === exact(b.value);
  return left === right;
}

function exact(value: unknown): bigint | number {
  const number = Number(value);
  return typeof value === "bigint" ? value : Number.isInteger(number) ? BigInt(number) : number;
}
