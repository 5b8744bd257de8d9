const written =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?$/i;

/** Microseconds since 1970 of a date with or without time, seconds and zone (UTC when missing); NaN for any other text. */
export function parseMoment(text: string): number {
  const parts = written.exec(text);
  if (!parts) return Number.NaN;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = parts;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
  const minutes = Number(hour) * 60 + Number(minute) - offsetMinutes(zone);
  const micros = Number(fraction.padEnd(6, "0").slice(0, 6));
  return (date.getTime() / 1_000 + minutes * 60 + Number(second)) * 1_000_000 + micros;
}

function offsetMinutes(zone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === "-" ? -size : size;
}
