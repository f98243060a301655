/** A table in which every cell of a column is as wide as its widest; rules stand below the header and at the end (H-CLI-050). */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const title = `${line(header)} `;
  const rule = "-".repeat(title.length);
  return [title, rule, ...rows.map(line), rule].join("\n");
}

/** A title with a line below it. */
export function formatTitle(title: string, underline: string): string {
  return `\n${title}\n${underline.repeat(title.length)}`;
}
