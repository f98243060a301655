import fc from "fast-check";
import { Float } from "../../src/config/scalar.ts";
import { type MapEntry, MapValue, type OverrideValue, QuotedString } from "../../src/overrides/types.ts";

const text = fc.oneof(
  fc.string({ unit: "binary-ascii" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "1",
    "1.0",
    "true",
    "NULL",
    "inf",
    "a b",
    " a",
    "it's",
    "${x}",
    String.raw`a\b`,
    String.raw`\,`,
    "a\nb",
  ),
);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
  fc.double().map((value) => new Float(value)),
);
const quoted = fc
  .tuple(text, fc.constantFrom("'" as const, '"' as const))
  .map(([content, quote]) => new QuotedString(content, quote));
const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,6}$/);

/** Any element of the override language. */
export const { element } = fc.letrec<{ element: OverrideValue }>((tie) => ({
  element: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false),
    number,
    text,
    quoted,
    fc.array(tie("element"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(key, tie("element")), { selector: ([name]) => name, maxLength: 4 })
      .map((entries) => new MapValue(entries.map(([name, item]): MapEntry => [keyOf(name), item]))),
  ),
}));

/** Plain keys that read as themselves. */
function keyOf(name: string): string {
  return /^(?:true|false|null|inf|nan)$/i.test(name) ? `k${name}` : name;
}

/** Text that is close to overrides: pieces of the grammar in any order. */
export const almostOverride = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Array.from("+~=@/.:,()[]{}'\"\\ \t$%#!\n-*?|"),
        "++",
        "${",
        "choice(",
        "range(",
        "sort(",
        "tag(",
        "1",
        "1.5",
        "é",
      ),
      fc.constantFrom(
        "a",
        "db",
        "null",
        "true",
        "glob(",
        "reverse=true",
        "int(",
        "insert(",
        "zip(",
        "json_str(",
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(""));
