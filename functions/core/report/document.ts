import { numbersIn } from "#core/run/numbers.ts";
import type { ReportSection } from "#schema/report.ts";

/** Small numbers count things of the text itself. */
const tallyMax = 12;

/** The parts of a report, one for each heading of the second rank; what stands before the first belongs to none. */
export function sectionsIn(markdown: string): ReportSection[] {
  const parts = markdown.split(/^## +/m).slice(1);
  return parts.map((part) => {
    const [title = "", ...rest] = part.split("\n");
    return { title: title.trim(), body: rest.join("\n").trim() };
  });
}

/** The numbers of a text that neither stand among those that were used nor name the time of the report. */
export function numbersLeft(
  markdown: string,
  used: readonly { name: string; value: number }[],
  { known }: { known: string },
): string[] {
  const allowed = new Set([...used.flatMap(({ value }) => [...numbersIn(String(value))]), ...numbersIn(known)]);
  const text = markdown.replaceAll(/^\s*\d{1,3}[.)]\s/gm, "");
  return [...numbersIn(text)].filter((number) => !allowed.has(number) && !(Number(number) <= tallyMax));
}

/** The used numbers that nobody counted. */
export function numbersMadeUp(used: readonly { name: string; value: number }[], figures: unknown): string[] {
  const counted = new Set(valuesIn(figures));
  return used.filter(({ value }) => !counted.has(value)).map(({ name, value }) => `${name} ${value}`);
}

/** Every number that was counted, and how far each goal is. */
function valuesIn(value: unknown): number[] {
  if (typeof value === "number") return [value, Math.abs(value)];
  if (Array.isArray(value)) return value.flatMap(valuesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(valuesIn);
}
