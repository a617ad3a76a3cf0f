/** Seconds as a person reads them. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A time in ms since 1970 as a clock on the wall shows it, with its date. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "never" : date.toLocaleString("sv-SE"); // 2026-11-28 14:05:20
}
