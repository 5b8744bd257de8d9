import { type Figure, type MeasuredType, metricsOf } from "#schema/metric.ts";

/** A number of a day as it is kept. */
export interface Day {
  on: string;
  metric: string;
  value: number;
}

/** The values of a time, by name, with those that are made of two others. What was not measured is not there. */
export function valuesOf(type: MeasuredType, days: readonly Day[]): Map<string, number> {
  const { measured, derived } = metricsOf[type];
  const values = new Map<string, number>();
  for (const [metric, of] of Map.groupBy(days, ({ metric }) => metric)) {
    const sum = of.reduce((total, { value }) => total + value, 0);
    const join = measured[metric]?.join ?? "sum";
    const last = of.reduce((newest, day) => (day.on > newest.on ? day : newest));
    values.set(metric, join === "last" ? last.value : join === "mean" ? sum / of.length : sum);
  }
  for (const [name, { of, per, times }] of Object.entries(derived)) {
    const [over, under] = [values.get(of), values.get(per)];
    if (over !== undefined && under) values.set(name, (over / under) * times);
  }
  for (const [name, value] of values) values.set(name, rounded(value));
  return values;
}

/** Names of a kind of channel with their units, in the order in which people read them. */
export function namesOf(type: MeasuredType): [string, Figure["unit"]][] {
  const { measured, derived } = metricsOf[type];
  return [...Object.entries(measured), ...Object.entries(derived)].map(([name, { unit }]) => [name, unit]);
}

/** Each number of a time beside that of the time before. */
export function compare(type: MeasuredType, now: readonly Day[], before: readonly Day[]): Figure[] {
  const [current, previous] = [valuesOf(type, now), valuesOf(type, before)];
  return namesOf(type).map(([name, unit]) => {
    const [is, was] = [current.get(name) ?? null, previous.get(name) ?? null];
    return { name, unit, current: is, previous: was, changePct: is === null ? null : changeOf(is, was) };
  });
}

/** By how many percent a number has changed; null where there was nothing to compare with. */
export function changeOf(is: number, was: number | null): number | null {
  return was ? rounded(((is - was) / Math.abs(was)) * 100) : null;
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
