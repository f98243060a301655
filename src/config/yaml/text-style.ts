import { consistsOfNameParts, hasLineBreak, isNameStart } from "../../text/characters.ts";
import { isNumberLike } from "./number-like.ts";
import { resolvePlainScalar } from "./plain-scalars.ts";

/** How a text is written. Block scalars are never chosen (O-DMP-014). */
export type TextStyle = "plain" | "single" | "double";

/** Words that YAML 1.1 knows, in small letters; also written `Yes` and `YES`. */
const boolWords = ["y", "yes", "n", "no", "true", "false", "on", "off"];

const timestamp =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;
const emptyBase = /^[-+]?0(?:b_+|x_+)$/;

/** Characters that only double quotes can carry (O-DMP-013). */
const special = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10fffe}]/u;
const spaceAtBreak = / [\n\u2028\u2029]|[\n\u2028\u2029] /;

/** Style of a text; `simpleKey` for a key that must stay on one line (O-DMP-010 to 014). */
export function styleOfText(text: string, simpleKey: boolean): TextStyle {
  if (isPlainWord(text)) return "plain";
  if (!isPrintableAscii(text)) {
    if (special.test(text) || spaceAtBreak.test(text)) return "double";
    if (hasLineBreak(text)) return simpleKey ? "double" : "single";
  }
  return isForbiddenPlain(text) || readsAsOtherKind(text) ? "single" : "plain";
}

/** Whether a text, as most keys and words, needs no look at its punctuation. */
export function isHarmless(text: string): boolean {
  const first = text.charCodeAt(0);
  return (isNameStart(first) || first === slash || first === dollar) && consistsOfNameParts(text, "/.$-");
}

/** Whether a text needs no quotes, and nothing else is to be thought of. */
export function isPlainWord(text: string): boolean {
  return isHarmless(text) && (text.length > longestWord || !readsAsOtherKind(text));
}

/** Of what begins with a letter, `infinity` is the longest that is no text. */
const longestWord = 8;
const slash = 47;
const dollar = 36;

/** Whether a text stays on one line and needs no escapes. */
function isPrintableAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** What a plain text cannot begin with. */
const indicators = " #,[]{}&*!|>'\"%@`";

/** Whether a text would be read as something else than a text without quotes around it. */
function isForbiddenPlain(text: string): boolean {
  if (text === "") return false;
  if (indicators.includes(text.charAt(0)) || text.startsWith("---") || text.startsWith("...")) return true;
  if ((text.startsWith("?") || text.startsWith("-")) && (text.length === 1 || text.charAt(1) === " "))
    return true;
  return text.endsWith(" ") || text.endsWith(":") || text.includes(": ") || text.includes(" #");
}

/** As it is, with a capital letter, or in capitals. */
function isBoolWord(text: string): boolean {
  if (text.length > 5) return false;
  const lower = text.toLowerCase();
  if (!boolWords.includes(lower)) return false;
  return text === lower || text.slice(1) === lower.slice(1) || text === text.toUpperCase();
}

/** Whether a plain text would come back as something else, here or in another YAML 1.1 reader (O-DMP-010, O-DMP-011). */
function readsAsOtherKind(text: string): boolean {
  return (
    isBoolWord(text) ||
    resolvePlainScalar(text) !== undefined ||
    isNumberLike(text) ||
    (text.charAt(4) === "-" && timestamp.test(text)) ||
    (text.endsWith("_") && emptyBase.test(text))
  );
}
