/** A config as completion looks at it. */
export interface KeyTree {
  /** Whether more keys follow: decides between `.` and `=` behind a key. */
  readonly isSection: boolean;
  /** What is inside, by name; `undefined` for values. */
  children(): Iterable<readonly [name: string, child: KeyTree]> | undefined;
  /** The current value as it would be typed; an empty text for `???`, `undefined` for null and for sections. */
  value(): string | undefined;
}

/** Keys and current values of a config that begin like a word (H-CMP-008). */
export function completeKeys(word: string, config: KeyTree): string[] {
  if (word.endsWith("=")) {
    const value = find(config, word.slice(0, -1))?.value();
    return value === undefined ? [] : [word + value];
  }
  const dot = word.lastIndexOf(".");
  const section = dot === -1 ? config : find(config, word.slice(0, dot));
  const parent = word.slice(0, dot + 1);
  const partial = word.slice(dot + 1);
  return [...(section?.children() ?? [])]
    .filter(([name]) => name.startsWith(partial))
    .map(([name, child]) => `${parent}${name}${child.isSection ? "." : "="}`);
}

function find(config: KeyTree, path: string): KeyTree | undefined {
  let at: KeyTree | undefined = config;
  for (const [step] of path.matchAll(/[^.[\]]+/g)) {
    at = [...(at.children() ?? [])].find(([name]) => name === step)?.[1];
    if (at === undefined) return undefined;
  }
  return at;
}
