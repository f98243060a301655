import { isNumberLike } from "./number-like.ts";
import { resolvePlainScalar } from "./plain-scalars.ts";

/** How a text is written. Block scalars are never chosen (O-DMP-014). */
export type TextStyle = "plain" | "single" | "double";

const boolWords = new Set(
  ["y", "yes", "n", "no", "true", "false", "on", "off"].flatMap((word) => [
    word,
    word.charAt(0).toUpperCase() + word.slice(1),
    word.toUpperCase(),
  ]),
);

const timestamp =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;
const emptyBase = /^[-+]?0(?:b_+|x_+)$/;

/** Texts of these characters need no look at their punctuation. */
const harmless = /^[A-Za-z_/$][\w/.$-]*$/;

/** Texts of these characters stay on one line and need no escapes. */
const printableAscii = /^[\x20-\x7e]*$/;

/** A line break for YAML 1.1. U+0085 is not here: it is always escaped, since readers turn it into a space. */
const lineBreak = /[\n\u2028\u2029]/;
const plainForbidden = /^(?:---|\.\.\.|[ #,[\]{}&*!|>'"%@`]|[?-](?: |$))|:(?: |$)| #| $/;
/** Characters that only double quotes can carry (O-DMP-013). */
const special = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10fffe}]/u;
const spaceAtBreak = / [\n\u2028\u2029]|[\n\u2028\u2029] /;

/** Style of a text; `simpleKey` for a key that must stay on one line (O-DMP-010 to 014). */
export function styleOfText(text: string, simpleKey: boolean): TextStyle {
  if (harmless.test(text)) return readsAsOtherKind(text) ? "single" : "plain";
  if (!printableAscii.test(text)) {
    if (special.test(text) || spaceAtBreak.test(text)) return "double";
    if (lineBreak.test(text)) return simpleKey ? "double" : "single";
  }
  return plainForbidden.test(text) || readsAsOtherKind(text) ? "single" : "plain";
}

export function isMultiline(text: string): boolean {
  return lineBreak.test(text);
}

/** Whether a plain text would come back as something else, here or in another YAML 1.1 reader (O-DMP-010, O-DMP-011). */
function readsAsOtherKind(text: string): boolean {
  return (
    boolWords.has(text) ||
    resolvePlainScalar(text) !== undefined ||
    isNumberLike(text) ||
    (text.charAt(4) === "-" && timestamp.test(text)) ||
    (text.endsWith("_") && emptyBase.test(text))
  );
}
