import { cutToWidth, widthOfText } from "./text-width.ts";

/** A column of {@link formatColumns}. */
export interface Column {
  readonly title: string;
  /** Numbers stand to the right. @defaultValue `left` */
  readonly align?: "left" | "right";
}

/** Wider cells are cut. */
const widest = 48;

/** A table for people: a line of titles, then a line for each row, two blanks between columns. Empty columns are left out. */
export function formatColumns(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const used = columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => rows.some((row) => (row[index] ?? "") !== ""));
  const widths = used.map(({ column, index }) =>
    Math.min(
      widest,
      Math.max(widthOfText(column.title), ...rows.map((row) => widthOfText(row[index] ?? ""))),
    ),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, position) => fitted(cell, widths[position] ?? 0, used[position]?.column.align ?? "left"))
      .join("  ")
      .trimEnd();
  return [
    line(used.map(({ column }) => column.title)),
    ...rows.map((row) => line(used.map(({ index }) => row[index] ?? ""))),
  ];
}

function fitted(text: string, width: number, align: "left" | "right"): string {
  const cut = cutToWidth(text, width);
  const blanks = " ".repeat(Math.max(0, width - widthOfText(cut)));
  return align === "right" ? blanks + cut : cut + blanks;
}
