const daysMax = 100;

/** The days from one to another, both included; the last hundred of a longer span. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  const day = new Date(`${to}T00:00:00Z`);
  while (days.length < daysMax && day.toISOString().slice(0, 10) >= from) {
    days.unshift(day.toISOString().slice(0, 10));
    day.setUTCDate(day.getUTCDate() - 1);
  }
  return days;
}
