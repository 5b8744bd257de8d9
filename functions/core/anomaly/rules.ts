import { anomalyBaseMin, anomalyThreshold } from "#schema/anomaly.ts";
import { type Figure, lowerIsBetter, type MeasuredType, metricsOf } from "#schema/metric.ts";

export type Period = keyof typeof anomalyThreshold;

/** A number that moved further than usual. */
export interface Flag {
  metric: string;
  currentValue: number;
  previousValue: number;
  changePct: number;
  threshold: number;
  direction: "spike" | "drop";
  severity: "critical" | "warning" | "info";
}

/** So many times the threshold in the wrong direction is critical. */
const criticalTimes = 2;

/** The figures that moved further than is usual for the time. Small counts jump for no reason: they and their shares are left out. */
export function flagsOf(type: MeasuredType, figures: readonly Figure[], period: Period): Flag[] {
  const threshold = anomalyThreshold[period];
  return figures.flatMap(({ name, unit, current, previous, changePct }) => {
    if (current === null || previous === null || changePct === null || Math.abs(changePct) < threshold) return [];
    const counted = metricsOf[type].derived[name]?.of ?? name;
    if (sizeOf(figures, counted) < anomalyBaseMin && unit !== "position") return [];
    const direction = changePct > 0 ? "spike" : "drop";
    const isBad = (direction === "spike") === lowerIsBetter.has(name);
    const isFar = Math.abs(changePct) >= threshold * criticalTimes;
    const severity = isBad ? (isFar ? "critical" : "warning") : "info";
    return [
      { metric: name, currentValue: current, previousValue: previous, changePct, threshold, direction, severity },
    ];
  });
}

function sizeOf(figures: readonly Figure[], name: string): number {
  const figure = figures.find((one) => one.name === name);
  return Math.max(figure?.current ?? 0, figure?.previous ?? 0);
}
