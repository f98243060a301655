/**
 * The names most like `wanted`, best first, at most three. Distance is edit distance with transpositions; a difference
 * in case alone costs 1; the threshold grows with the word (`0.4 * length + 1`), and half of a short one must be right. Ties keep
 * the candidates' order.
 */
export function nearest(wanted: string, candidates: Iterable<string>): string[] {
  const threshold = Math.min(Math.floor(wanted.length * 0.4) + 1, Math.max(1, Math.floor(wanted.length / 2)));
  const scored: { name: string; distance: number }[] = [];
  for (const name of candidates) {
    const distance = nameDistance(wanted, name, threshold);
    // A name of which nothing is left is not alike, however short it is.
    if (distance <= threshold && distance < wanted.length && name !== wanted) scored.push({ name, distance });
  }
  scored.sort((a, b) => a.distance - b.distance);
  return scored.slice(0, 3).map(({ name }) => name);
}

/**
 * `did you mean 'a' or 'b'?`, or `undefined` when nothing is near.
 *
 * @example
 * console.log(didYouMean("mysq", ["mysql", "sqlite"])); // did you mean 'mysql'?
 */
export function didYouMean(wanted: string, candidates: Iterable<string>): string | undefined {
  const names = nearest(wanted, candidates).map((name) => `'${name}'`);
  return names.length === 0 ? undefined : `did you mean ${joinWords(names, "or")}?`;
}

/** `a`, `a or b`, `a, b or c`. */
export function joinWords(words: readonly string[], conjunction: "and" | "or"): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

function nameDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (a.toLowerCase() === b.toLowerCase()) return 1;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(beforePrevious, j - 2) + 1);
      }
      row.push(best);
    }
    beforePrevious = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
