/**
 * A cron expression of the catalogue in the words of EventBridge: a year at the end, `?` for whichever day is free, days of the week
 * from 1 = Sunday. Its finest grain is a minute, so what has seconds comes once in each minute it names.
 * @throws for what EventBridge cannot say: days of the month and of the week in one expression
 */
export function awsCron(expression: string): string {
  const fields = expression.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields.length === 6 ? fields.slice(1) : fields;
  if (!minute || !hour || !day || !month || !weekday) throw new Error(`"${expression}" is not a cron expression.`);
  if (day !== "*" && weekday !== "*")
    throw new Error(`"${expression}" names days of the month and of the week; make two schedules of it.`);
  const onWeekdays = weekday !== "*";
  return [minute, hour, onWeekdays ? "?" : day, month, onWeekdays ? shifted(weekday) : "?", "*"].join(" ");
}

// 0 and 7 are Sunday in cron, 1 is in EventBridge; names mean the same in both.
function shifted(weekday: string): string {
  return weekday.replace(/(\/?)(\d)/g, (whole, step: string, digit: string) =>
    step ? whole : String((Number(digit) % 7) + 1),
  );
}
