const dayMs = 86_400_000;
const daysMax = 400;

/** The days from one to another as YYYY-MM-DD, both included; none after yesterday, as providers are always a day behind. */
export function daysBetween(from: string, to: string): string[] {
  const last = Math.min(Date.parse(to), Date.now() - dayMs);
  const first = Math.max(Date.parse(from), last - daysMax * dayMs);
  if (Number.isNaN(first) || Number.isNaN(last)) return [];
  const days: string[] = [];
  for (let at = first; at <= last; at += dayMs) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** A made-up number of a day: the same each time it is asked for, weaker at weekends, growing slowly over the months. */
export function figureOf(name: string, day: string, base: number): number {
  const at = Date.parse(day) / dayMs;
  const weekday = (at + 4) % 7;
  const week = weekday === 0 || weekday === 6 ? 0.7 : 1;
  const trend = 1 + ((at % 3_650) - 1_800) / 9_000;
  const noise = 0.9 + (hashOf(`${name} ${day}`) % 200) / 1_000;
  return Math.max(0, Math.round(base * week * trend * noise));
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}
