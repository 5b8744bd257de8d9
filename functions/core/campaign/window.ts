const opensAt = 9;
const closesAt = 17;
const weekend = ["Sat", "Sun"];

/** True while mails of campaigns may go out: Monday to Friday from nine to five, by the clock of a time zone. */
export function isOpen(now: Date, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  const of = Object.fromEntries(parts.formatToParts(now).map(({ type, value }) => [type, value]));
  const hour = Number(of["hour"]);
  return !weekend.includes(of["weekday"] ?? "") && hour >= opensAt && hour < closesAt;
}
