import type { Override } from "./types.ts";

export interface OverrideDirnameOptions {
  /** Keys, without prefix and package, whose overrides are left out. */
  readonly excludeKeys?: readonly string[];
  /** @defaultValue `","` */
  readonly itemSeparator?: string;
  /** Stands for every `=`, also within values. @defaultValue `"="` */
  readonly valueSeparator?: string;
}

/** A directory name made of the task overrides: their texts, sorted and joined (H-APL-013). */
export function overrideDirname(
  overrides: readonly Pick<Override, "key" | "text">[],
  { excludeKeys = [], itemSeparator = ",", valueSeparator = "=" }: OverrideDirnameOptions = {},
): string {
  const texts = overrides.filter(({ key }) => !excludeKeys.includes(key)).map(({ text }) => text);
  return texts.toSorted(byCodePoint).join(itemSeparator).replaceAll("=", valueSeparator);
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
