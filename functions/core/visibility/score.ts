import {
  type Sentiment,
  scoreDays,
  type Visibility,
  type VisibilityPlatform,
  type VisibilityType,
} from "#schema/visibility.ts";

/** One examined answer as scores count it. */
export interface Answered {
  promptId: string;
  platform: VisibilityPlatform;
  type: VisibilityType;
  mentioned: boolean;
  sentiment: Sentiment | null;
  competitors: readonly string[];
  /** YYYY-MM-DD. */
  askedOn: string;
}

const voicesMax = 11;

/** Mean of the mention rates of all pairs of assistant and prompt, 0 to 100 with one decimal; null without an answer. */
export function scoreOf(answers: readonly Answered[]): number | null {
  const pairs = Map.groupBy(answers, ({ platform, promptId }) => `${platform} ${promptId}`);
  if (pairs.size === 0) return null;
  const rates = [...pairs.values()].map(
    (some) => some.filter(({ mentioned }) => mentioned).length / Math.max(1, some.length),
  );
  return rounded((rates.reduce((sum, rate) => sum + rate, 0) / rates.length) * 100);
}

/** Points by which the score of the days that count differs from that of as many days before. */
export function trendOf(answers: readonly Answered[], today: string): number | null {
  const [now, before] = [scoreOf(recent(answers, today)), scoreOf(earlier(answers, today))];
  return now === null || before === null ? null : rounded(now - before);
}

/** The answers of the days that count. */
export function recent(answers: readonly Answered[], today: string): Answered[] {
  const since = daysBefore(today, scoreDays);
  return answers.filter(({ askedOn }) => askedOn > since);
}

function earlier(answers: readonly Answered[], today: string): Answered[] {
  const [until, since] = [daysBefore(today, scoreDays), daysBefore(today, scoreDays * 2)];
  return answers.filter(({ askedOn }) => askedOn > since && askedOn <= until);
}

/** Who the answers name and how often, the brand first, then by mentions. */
export function voicesOf(brand: string, answers: readonly Answered[]): Visibility["shareOfVoice"] {
  const counts = new Map<string, number>();
  for (const name of answers.flatMap(({ competitors }) => competitors)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const own = answers.filter(({ mentioned }) => mentioned).length;
  const total = own + [...counts.values()].reduce((sum, count) => sum + count, 0);
  const voice = (name: string, mentions: number, isOwn: boolean) => {
    const share = total === 0 ? 0 : rounded((mentions / total) * 100);
    return { name, own: isOwn, mentions, share };
  };
  const others = [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return [voice(brand, own, true), ...others.map(([name, count]) => voice(name, count, false))].slice(0, voicesMax);
}

/** How the answers that name the brand speak of it. */
export function sentimentsOf(answers: readonly Answered[]): Visibility["sentiment"] {
  const count = (one: Sentiment) => answers.filter(({ sentiment }) => sentiment === one).length;
  return { positive: count("positive"), neutral: count("neutral"), negative: count("negative") };
}

/** The day so many days before, YYYY-MM-DD. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
