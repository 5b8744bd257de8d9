import type * as z from "zod";
import { monthEnd, plusDays } from "#core/month/days.ts";
import { type SocialContentType, socialPlatforms } from "#schema/social.ts";
import type { Format, Platform } from "./platforms.ts";

export type ContentType = z.infer<typeof SocialContentType>;

/** What a month of posts has to keep to. Days are YYYY-MM-DD. */
export interface CalendarTerms {
  /** YYYY-MM. */
  month: string;
  /** Nothing goes out before it. */
  startsOn: string;
  volumeTargets: Partial<Record<Platform, number>>;
  constraints: {
    promotionalCapPct: number;
    blackoutDates: readonly string[];
    pinnedDates: readonly { date: string; event: string }[];
  };
}

/** A place in the month, before anybody says what it is about. */
interface Place {
  date: string;
  platform: Platform;
  contentType: ContentType;
  format: Format;
  pinnedEvent?: string;
}

/** The order in which kinds of content follow each other on a platform: never the same one twice in a row. */
const rotation: readonly ContentType[] = [
  "educational",
  "engagement",
  "behind-the-scenes",
  "educational",
  "promotional",
  "ugc",
];

/** The days of the month on which posts may go out. */
export function openDays({
  month,
  startsOn,
  constraints,
}: Pick<CalendarTerms, "month" | "startsOn" | "constraints">): string[] {
  const first = `${month}-01`;
  const from = [first, startsOn].toSorted().at(-1) ?? first;
  const days: string[] = [];
  for (let day = from; day <= monthEnd(first); day = plusDays(day, 1))
    if (!constraints.blackoutDates.includes(day)) days.push(day);
  return days;
}

/** So many posts on each platform, evenly over the open days, every pinned date used, promotion within its cap. */
export function spread(terms: CalendarTerms): Place[] {
  const days = openDays(terms);
  if (days.length === 0) return [];
  const wanted = Object.entries(terms.volumeTargets) as [Platform, number][];
  const dated = wanted.flatMap(([platform, count], offset) =>
    Array.from({ length: count }, (_, index) => ({
      platform,
      date: days[Math.floor(((index + (offset + 1) / (wanted.length + 1)) * days.length) / count)] ?? days.at(-1) ?? "",
    })),
  );
  const placed = pin(dated, terms, days).toSorted((a, b) => compare(a.date, b.date) || compare(a.platform, b.platform));
  const counts = new Map<Platform, number>();
  const promotions = Math.floor((placed.length * terms.constraints.promotionalCapPct) / 100);
  let promoted = 0;
  return placed.map(({ date, platform, pinnedEvent }): Place => {
    const nth = counts.get(platform) ?? 0;
    counts.set(platform, nth + 1);
    const turn = rotation[nth % rotation.length] ?? "educational";
    const contentType = turn === "promotional" && promoted >= promotions ? "engagement" : turn;
    if (contentType === "promotional") promoted++;
    const { formats } = socialPlatforms[platform];
    const format = formats[nth % formats.length] ?? "static";
    return { date, platform, contentType, format, ...(pinnedEvent ? { pinnedEvent } : {}) };
  });
}

type Dated = { platform: Platform; date: string; pinnedEvent?: string };

// The post nearest to a pinned date moves there.
function pin(dated: readonly Dated[], { constraints }: CalendarTerms, days: readonly string[]): Dated[] {
  const rows: Dated[] = dated.map((row) => ({ ...row }));
  for (const { date, event } of constraints.pinnedDates) {
    if (!days.includes(date)) continue;
    const [nearest] = rows
      .filter(({ pinnedEvent }) => pinnedEvent === undefined)
      .toSorted((a, b) => distance(a.date, date) - distance(b.date, date));
    if (!nearest) continue;
    nearest.date = date;
    nearest.pinnedEvent = event;
  }
  return rows;
}

const distance = (one: string, other: string): number => Math.abs(Date.parse(one) - Date.parse(other));
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Counts the entries, which are in order, and names what follows itself too often. */
export function summaryOf(entries: readonly Pick<Place, "platform" | "contentType">[]) {
  const count = (key: "platform" | "contentType") =>
    Object.fromEntries(
      [...Map.groupBy(entries, (entry) => entry[key])].map(([name, rows]) => [name as string, rows.length]),
    );
  const promotional = entries.filter(({ contentType }) => contentType === "promotional").length;
  const varietyWarnings = [...Map.groupBy(entries, ({ platform }) => platform)].flatMap(([platform, rows]) =>
    rows.some(
      ({ contentType }, at) =>
        at > 1 && contentType === rows[at - 1]?.contentType && contentType === rows[at - 2]?.contentType,
    )
      ? [`${platform} has more than two posts of one kind in a row.`]
      : [],
  );
  return {
    totalPosts: entries.length,
    byPlatform: count("platform"),
    byContentType: count("contentType"),
    promotionalPct: Math.round((promotional / entries.length) * 100),
    varietyWarnings,
  };
}
