import { expect } from "vitest";

/**
 * Compares a text with `test/golden/<name>.txt`, byte for byte. `npm test -- -u` writes the files; read the difference before you
 * commit it.
 *
 * @param paths - directories that stand in the text, with the name to show instead.
 */
export async function expectGolden(
  name: string,
  text: string,
  paths: Readonly<Record<string, string>> = {},
): Promise<void> {
  await expect(normalised(text, paths)).toMatchFileSnapshot(`${import.meta.dirname}/${name}.txt`);
}

function normalised(text: string, paths: Readonly<Record<string, string>>): string {
  let plain = text.replaceAll("\r\n", "\n");
  for (const [directory, shown] of Object.entries(paths)) plain = plain.replaceAll(directory, shown);
  return `${plain
    .replaceAll(/\d{4}-\d\d-\d\d[ /]\d\d[:-]\d\d[:-]\d\d/g, "DATE")
    .replaceAll(/^ +at .*\n?/gm, "")
    .trimEnd()}\n`;
}
