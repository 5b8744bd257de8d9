/** Two posts on one account keep this distance. */
const distanceMs = 4 * 3_600_000;

/** When a text goes out that has a day alone, by the client's clock. */
export const publishTime = "09:00";

/** The moment at which a clock in a time zone shows a day (YYYY-MM-DD) and a time (HH:MM). */
export function atLocalTime(day: string, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${day}T${time.slice(0, 5)}:00Z`);
  const shown = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  const offsetAt = (at: number): number => {
    const part = Object.fromEntries(shown.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const local = Date.UTC(
      part["year"] ?? 0,
      (part["month"] ?? 1) - 1,
      part["day"] ?? 1,
      part["hour"] ?? 0,
      part["minute"] ?? 0,
      part["second"] ?? 0,
    );
    return local - at;
  };
  // The offset of the wanted hour differs from the first guess where the clocks change between them.
  const guess = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(guess));
}

/** The earliest time, from one on, that keeps its distance from those taken. */
export function nextFree(from: Date, taken: readonly Date[]): Date {
  let at = from.getTime();
  for (const other of taken.map((one) => one.getTime()).toSorted((one, two) => one - two))
    if (Math.abs(other - at) < distanceMs) at = other + distanceMs;
  return new Date(at);
}
