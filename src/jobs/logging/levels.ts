/** Names of log levels and their weight (H-LOG-004). */
export const logLevels = {
  NOTSET: 0,
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50,
} as const;

export type LogLevel = keyof typeof logLevels;

const otherNames: Record<string, LogLevel> = { WARN: "WARNING", FATAL: "CRITICAL" };

/** The weight of a level given by name, in any case, or by number; `undefined` for anything else. */
export function levelWeight(level: unknown): number | undefined {
  if (typeof level === "number") return level;
  if (typeof level !== "string") return undefined;
  const name = level.toUpperCase();
  if (name in logLevels) return logLevels[name as LogLevel];
  const other = otherNames[name];
  if (other !== undefined) return logLevels[other];
  return /^\d+$/.test(level) ? Number(level) : undefined;
}

export function levelName(weight: number): string {
  for (const [name, value] of Object.entries(logLevels)) if (value === weight) return name;
  return `Level ${weight}`;
}
