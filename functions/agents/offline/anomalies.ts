import type { Answer } from "#schema/agent.ts";
import type { AnomalyInput, AnomalyReport } from "../anomaly-detector.ts";
import { adviceOn } from "./insight-advice.ts";
import { capital, listed } from "./wording.ts";

type Flag = AnomalyInput["flaggedMetrics"][number];
type Alert = AnomalyReport["alerts"][number];

const causes: Record<Flag["direction"], readonly string[]> = {
  drop: [
    "Something on the channel was changed, paused or ended at that time",
    "The measuring itself stopped: a code, a tag or an access may be missing",
    "Season, holidays or a competitor took attention away",
  ],
  spike: [
    "A campaign, a post or a mention brought attention at that time",
    "Visits that are not people, or a number that was counted twice",
    "Season or news made the subject wanted",
  ],
};

/** One alert for each number, in plain words; why it moved is only ever a possibility. */
export function composeAnomalies({ flaggedMetrics }: AnomalyInput): Answer<AnomalyReport> {
  const alerts = flaggedMetrics.map((flag): Alert => {
    const { metricName, channel, severity, direction } = flag;
    const isSignificant = severity !== "info";
    const likelyCauses = [...causes[direction]];
    const action = isSignificant ? { suggestedAction: adviceOn(metricName).title } : {};
    return {
      metricName,
      channel,
      severity,
      isSignificant,
      likelyCauses,
      narrative: narrativeOf(flag, flaggedMetrics),
      ...action,
    };
  });
  const count = (severity: string) => alerts.filter((alert) => alert.severity === severity).length;
  const summary = {
    ...{ criticalCount: count("critical"), warningCount: count("warning"), infoCount: count("info") },
    dismissedCount: alerts.filter(({ isSignificant }) => !isSignificant).length,
  };
  return { data: { alerts, summary }, citations: [], warnings: [] };
}

function narrativeOf(flag: Flag, all: readonly Flag[]): string {
  const { metricName, channel, currentValue, previousValue, changePct, threshold, direction } = flag;
  const moved = direction === "spike" ? "rose" : "fell";
  const together = all
    .filter((other) => other.channel === channel && other !== flag && other.direction === direction)
    .slice(0, 3)
    .map((other) => other.metricName.replaceAll("_", " "));
  const also = together.length > 0 ? ` ${capital(listed(together))} moved the same way, so one cause is likely.` : "";
  return `${capital(metricName.replaceAll("_", " "))} of ${channel.replaceAll("_", " ")} ${moved} from ${previousValue} to ${currentValue}, a change of ${Math.abs(changePct)} percent; from ${threshold} percent on it is unusual.${also}`;
}
