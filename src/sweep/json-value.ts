/** What JSON can say of a value that a task returned: a record must never make a finished job fail. */
export function toJsonValue(value: unknown): unknown {
  try {
    const text = JSON.stringify(value, (_key, item: unknown) =>
      typeof item === "bigint" ? String(item) : item,
    ) as string | undefined;
    if (text !== undefined) return JSON.parse(text);
    return value === undefined ? null : { unserialisable: describe(value) };
  } catch {
    return { unserialisable: describe(value) };
  }
}

function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
