import fc from "fast-check";
import { expect, test } from "vitest";
import { createNode } from "../../src/config/create.ts";
import { equalNodes } from "../../src/config/equality.ts";
import { updateNode } from "../../src/config/update.ts";
import { deferredCopy, isContainer, type ConfigNode } from "../../src/config/node.ts";
import { copyNode } from "../../src/config/copy.ts";
import { toPlain } from "../../src/config/to-object.ts";

const tree = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.constantFrom("x", null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2 }),
    ),
  })).value,
  { minKeys: 1 },
);

test("H-PRF-001: a deferred copy is a copy", () => {
  fc.assert(
    fc.property(tree, (value) => {
      const original = createNode(value);
      const copy = deferredCopy(original);
      expect(toPlain(copy)).toEqual(toPlain(copyNode(original)));
      expect(equalNodes(copy, original)).toBe(true);
      expect(linksHold(copy)).toBe(true);
    }),
  );
});

test("changes of a deferred copy stay in it, and copies of copies are their own", () => {
  fc.assert(
    fc.property(tree, fc.constantFrom("a", "b", "c", "d"), (value, key) => {
      const original = createNode(value);
      const before = toPlain(original);
      const [first, second] = [deferredCopy(original), deferredCopy(original)];
      if (!isContainer(first)) return;
      updateNode(first, key, { z: 1 }, { merge: false, forceAdd: true });
      expect(toPlain(original)).toEqual(before);
      expect(toPlain(second)).toEqual(before);
      expect(linksHold(original) && linksHold(first)).toBe(true);
    }),
  );
});

function linksHold(node: ConfigNode): boolean {
  return (
    !isContainer(node) || [...node.children()].every((child) => child.parent === node && linksHold(child))
  );
}
