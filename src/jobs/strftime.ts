const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const dayMs = 86_400_000;

type Code = (time: Date) => string;

/** The codes of the C standard that configs use, in local time and English words (H-RES-001). */
const makeCodes = (): Readonly<Record<string, Code>> => ({
  a: (time) => dayName(time).slice(0, 3),
  A: dayName,
  b: (time) => monthName(time).slice(0, 3),
  B: monthName,
  c: (time) => strftime(time, "%a %b %e %H:%M:%S %Y"),
  C: (time) => pad(Math.floor(time.getFullYear() / 100)),
  d: (time) => pad(time.getDate()),
  D: (time) => strftime(time, "%m/%d/%y"),
  e: (time) => String(time.getDate()).padStart(2, " "),
  f: (time) => pad(time.getMilliseconds() * 1000, 6),
  F: (time) => strftime(time, "%Y-%m-%d"),
  g: (time) => pad(isoWeek(time).year % 100),
  G: (time) => pad(isoWeek(time).year, 4),
  h: (time) => monthName(time).slice(0, 3),
  H: (time) => pad(time.getHours()),
  I: (time) => pad(time.getHours() % 12 || 12),
  j: (time) => pad(dayOfYear(time) + 1, 3),
  m: (time) => pad(time.getMonth() + 1),
  M: (time) => pad(time.getMinutes()),
  n: () => "\n",
  p: (time) => (time.getHours() < 12 ? "AM" : "PM"),
  r: (time) => strftime(time, "%I:%M:%S %p"),
  R: (time) => strftime(time, "%H:%M"),
  s: (time) => String(Math.floor(time.getTime() / 1000)),
  S: (time) => pad(time.getSeconds()),
  t: () => "\t",
  T: (time) => strftime(time, "%H:%M:%S"),
  u: (time) => String(time.getDay() || 7),
  U: (time) => pad(weekOfYear(time, time.getDay())),
  V: (time) => pad(isoWeek(time).week),
  w: (time) => String(time.getDay()),
  W: (time) => pad(weekOfYear(time, (time.getDay() + 6) % 7)),
  x: (time) => strftime(time, "%m/%d/%y"),
  X: (time) => strftime(time, "%H:%M:%S"),
  y: (time) => pad(time.getFullYear() % 100),
  Y: (time) => String(time.getFullYear()),
  z: offsetFromUtc,
  Z: zoneName,
  "%": () => "%",
});

/** Made when a time is written: a run with a directory of its own choice writes none. */
let codes: Readonly<Record<string, Code>> | undefined;

/** A time as text, by `strftime` codes such as `%Y-%m-%d`. An unknown code stays as it is written. */
export function strftime(time: Date, format: string): string {
  const known = (codes ??= makeCodes());
  return format.replace(/%([A-Za-z%])/g, (whole, code: string) => known[code]?.(time) ?? whole);
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

function dayName(time: Date): string {
  return days[time.getDay()] ?? "";
}

function monthName(time: Date): string {
  return months[time.getMonth()] ?? "";
}

/** Days since January 1st. Counted in UTC, where every day has 24 hours. */
function dayOfYear(time: Date): number {
  const day = Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());
  return Math.round((day - Date.UTC(time.getFullYear(), 0, 1)) / dayMs);
}

/** Weeks since the first one that began in this year; days before it are in week 0. */
function weekOfYear(time: Date, dayInWeek: number): number {
  return Math.floor((dayOfYear(time) + 7 - dayInWeek) / 7);
}

/** ISO 8601: a week belongs to the year that its Thursday lies in. */
function isoWeek(time: Date): { year: number; week: number } {
  const thursday = new Date(time.getFullYear(), time.getMonth(), time.getDate() + 4 - (time.getDay() || 7));
  return { year: thursday.getFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

function offsetFromUtc(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
}

function zoneName(time: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(time);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}
