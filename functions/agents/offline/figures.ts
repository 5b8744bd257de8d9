import { lowerIsBetter } from "#schema/metric.ts";
import type { ReportFigure, ReportGoal } from "#schema/report.ts";

const percentOfNews = 5;
const nameMax = 200;

/** Numbers as they are written into a text: each one that was written is remembered with what it counts. */
export interface Pen {
  write(name: string, value: number): string;
  used: { name: string; value: number }[];
}

/** A pen for one text. */
export function pen(): Pen {
  const used: Pen["used"] = [];
  return {
    used,
    write(what, value) {
      const name = what.slice(0, nameMax);
      if (!used.some((one) => one.name === name && one.value === value)) used.push({ name, value });
      return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
    },
  };
}

/** A figure as a sentence, beside what was before. */
export function sentenceOf({ write }: Pen, figure: ReportFigure): string {
  const { name, source, current, previous, changePct } = figure;
  const what = `${name} (${source})`;
  const called = capital(name.includes(source) ? name : what);
  const unit = unitOf(figure);
  if (current === null)
    return previous === null
      ? `${called}: nothing measured.`
      : `${called}: nothing measured, ${write(what, previous)}${unit} before.`;
  if (previous === null) return `${called}: ${write(what, current)}${unit}; there is nothing earlier to compare with.`;
  const change =
    changePct === null || changePct === 0
      ? ""
      : `, ${changePct > 0 ? "up" : "down"} ${write(`change of ${what}`, Math.abs(changePct))} %`;
  if (current === previous) return `${called}: ${write(what, current)}${unit}, as before.`;
  return `${called}: ${write(what, current)}${unit} after ${write(`${what} before`, previous)}${unit}${change}.`;
}

/** Where a goal stands, as a sentence. */
export function goalSentence({ write }: Pen, { title, unit, target, current, progressPct, dueOn }: ReportGoal): string {
  if (current === null)
    return `${title}: nothing measured yet; the target is ${write(`target of ${title}`, target)} ${unit} by ${dueOn}.`;
  const way = progressPct === null ? "" : `, ${write(`progress of ${title}`, progressPct)} % of the way`;
  return `${title}: ${write(title, current)} of ${write(`target of ${title}`, target)} ${unit}${way}, due ${dueOn}.`;
}

/** Figures that have become better or worse by enough to be news, the largest change first. What is spent is neither. */
export function news(figures: readonly ReportFigure[], direction: "better" | "worse"): ReportFigure[] {
  const size = ({ name, unit, changePct }: ReportFigure) => {
    if (unit === "credits" || /\bcost$/.test(name)) return 0;
    const isLowGood = lowerIsBetter.has(name.replaceAll(" ", "_"));
    return (changePct ?? 0) * (isLowGood === (direction === "better") ? -1 : 1);
  };
  return figures.filter((figure) => size(figure) >= percentOfNews).toSorted((a, b) => size(b) - size(a));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function unitOf({ unit }: ReportFigure): string {
  if (unit === "percent") return " %";
  return unit === "credits" ? " credits" : "";
}
