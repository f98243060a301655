/** Columns that a text takes in a terminal. East Asian characters and emoji take two. */
export function widthOfText(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** As much of a text as fits into so many columns, with `…` where it was cut. */
export function cutToWidth(text: string, columns: number): string {
  if (text.length * 2 <= columns || widthOfText(text) <= columns) return text;
  let width = 0;
  let kept = "";
  for (const character of text) {
    width += widthOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns <= 0 ? "" : `${kept}…`;
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;
const unseen = /[\p{Mn}\p{Me}\p{Cf}]/u;

function widthOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) return 1;
  if (unseen.test(character)) return 0;
  return point >= 0x1100 && wide.test(character) ? 2 : 1;
}
