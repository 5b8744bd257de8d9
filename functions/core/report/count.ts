import { changeOf } from "#core/metric/figures.ts";
import type { ReportFigure } from "#schema/report.ts";

/** A count beside that of the time before. */
export function counted(name: string, source: string, current: number, previous: number, unit = "count"): ReportFigure {
  return { name, source, unit, current, previous, changePct: changeOf(current, previous) };
}
