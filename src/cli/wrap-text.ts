import { widthOfText } from "./text-width.ts";

/** Narrower columns would put every word on a line of its own. */
const narrowest = 24;

/** The lines of a text whose words are set into so many columns. A word that is wider stands alone. */
export function wrapText(text: string, columns: number): string[] {
  const limit = Math.max(narrowest, columns);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOfText(longer) > limit) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
