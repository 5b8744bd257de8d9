const opensAt = 9;
/** In the evening mails of a sequence may still go, if not those of campaigns. */
const closesAt = { sequence: 18, campaign: 17 } as const;
const weekend = ["Sat", "Sun"];
const stepMs = 15 * 60_000;

/** True while mails may go out, Monday to Friday by the clock of a time zone: of sequences from nine to six, of campaigns to five. */
export function isOpen(at: Date, timeZone: string, mails: keyof typeof closesAt = "sequence"): boolean {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  const hour = Number(of["hour"]);
  return !weekend.includes(of["weekday"] ?? "") && hour >= opensAt && hour < closesAt[mails];
}

/** The first moment from `at` on that is open for mails of sequences. */
export function nextOpen(at: Date, timeZone: string): Date {
  if (isOpen(at, timeZone)) return at;
  // Clocks of all zones show a full quarter of an hour at the same moment.
  let next = Math.ceil(at.getTime() / stepMs) * stepMs;
  while (!isOpen(new Date(next), timeZone)) next += stepMs;
  return new Date(next);
}
