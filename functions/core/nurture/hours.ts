const opensAt = 9;
const closesAt = 18;
const weekend = ["Sat", "Sun"];
const stepMs = 15 * 60_000;

/** True while e-mails of sequences may go out: Monday to Friday from nine to six, by the clock of a time zone. */
export function isOpen(at: Date, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  const hour = Number(of["hour"]);
  return !weekend.includes(of["weekday"] ?? "") && hour >= opensAt && hour < closesAt;
}

/** The first moment from `at` on that is open. */
export function nextOpen(at: Date, timeZone: string): Date {
  if (isOpen(at, timeZone)) return at;
  // Clocks of all zones show a full quarter of an hour at the same moment.
  let next = Math.ceil(at.getTime() / stepMs) * stepMs;
  while (!isOpen(new Date(next), timeZone)) next += stepMs;
  return new Date(next);
}
