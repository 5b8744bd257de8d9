const dayMs = 24 * 3_600_000;

/** The moment some days from now. */
export function moment(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

/** The date some days from now, as `YYYY-MM-DD`. */
export function date(days: number): string {
  return moment(days).toISOString().slice(0, 10);
}

/** First and last day of the month some months from this one. */
export function month(offset: number): { startsOn: string; endsOn: string } {
  const now = new Date();
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset + 1, 0));
  return { startsOn: first.toISOString().slice(0, 10), endsOn: last.toISOString().slice(0, 10) };
}
