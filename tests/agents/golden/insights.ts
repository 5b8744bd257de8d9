import type { AgentName } from "#schema/agent.ts";
import { type InsightAgent, InsightAgent as InsightAgents } from "#schema/insight.ts";
import type { Company } from "../golden-inputs.ts";

type Input = Record<string, unknown>;
type Numbers = [name: string, unit: string, current: number, previous: number, changePct: number];

const numbersOf: Record<InsightAgent, readonly Numbers[]> = {
  "facebook-page-insights": [
    ["followers", "count", 2410, 2380, 1.26],
    ["reach", "count", 60200, 81400, -26.04],
  ],
  "google-ads-insights": [
    ["clicks", "count", 3100, 2800, 10.71],
    ["cost_per_conversion", "money", 18.4, 12.1, 52.07],
  ],
  "google-analytics-insights": [
    ["sessions", "count", 11820, 10060, 17.5],
    ["conversion_rate", "percent", 2.1, 2.9, -27.59],
  ],
  "google-business-profile-insights": [
    ["calls", "count", 190, 170, 11.76],
    ["direction_requests", "count", 300, 420, -28.57],
  ],
  "google-search-console-insights": [
    ["clicks", "count", 812, 722, 12.47],
    ["position", "position", 9.4, 7.2, 30.56],
  ],
  "instagram-insights": [
    ["saves", "count", 980, 700, 40],
    ["reach", "count", 70400, 81000, -13.09],
  ],
  "landing-page-insights": [
    ["visits", "count", 6100, 6120, -0.33],
    ["bounce_rate", "percent", 61.5, 52.3, 17.59],
  ],
  "linkedin-insights": [
    ["impressions", "count", 24800, 20100, 23.38],
    ["clicks", "count", 610, 700, -12.86],
  ],
  "meta-ads-insights": [
    ["leads", "count", 160, 120, 33.33],
    ["cost_per_lead", "money", 8.2, 7.9, 3.8],
  ],
  "website-insights": [
    ["pages", "count", 44, 40, 10],
    ["issues_warning", "count", 31, 22, 40.91],
  ],
};

const subjects = ({ name, passages }: Company): string[] => {
  const found = passages.slice(0, 8).flatMap(({ text }) => text.split(/[\n.]/)[0]?.slice(0, 60) || []);
  return found.length > 0 ? found : [`about ${name}`];
};

function insightInput(agent: InsightAgent): (company: Company) => Input {
  const figures = numbersOf[agent].map(([name, unit, current, previous, changePct]) => {
    return { name, unit, current, previous, changePct };
  });
  const months = ["2026-04", "2026-05"];
  return (company) => ({
    ...{ connectedChannelId: "chn_1", channelName: `${company.name} channel`, channelType: "google_analytics" },
    ...{ period: "last_3_months", figures, score: 57, previousInsight: { score: 60, narrative: "It went well." } },
    metrics: months.flatMap((month) =>
      figures.map(({ name, unit, current }, at) => ({ name, month, unit, value: current - at })),
    ),
    dimensions: subjects(company).map((name, at) => ({ name: `query:${name}`, metric: "clicks", value: 90 - at })),
  });
}

/** The golden inputs of the agents that judge numbers. */
export const insightInputs: Partial<Record<AgentName, (company: Company) => Input>> = {
  ...Object.fromEntries(InsightAgents.options.map((agent) => [agent, insightInput(agent)])),
  "anomaly-detector": () => ({
    ...{ reportPeriod: "weekly", periodStart: "2026-05-18", periodEnd: "2026-05-24" },
    flaggedMetrics: [
      {
        ...{ metricName: "sessions", channel: "google_analytics", currentValue: 812, previousValue: 1640 },
        ...{ changePct: -50.49, threshold: 30, direction: "drop", severity: "warning" },
      },
      {
        ...{ metricName: "conversions", channel: "google_analytics", currentValue: 3, previousValue: 24 },
        ...{ changePct: -87.5, threshold: 30, direction: "drop", severity: "critical" },
      },
      {
        ...{ metricName: "calls", channel: "google_business_profile", currentValue: 60, previousValue: 40 },
        ...{ changePct: 50, threshold: 30, direction: "spike", severity: "info" },
      },
    ],
  }),
  "data-analyst": ({ name }) => ({
    ...{ goalId: "gol_1", title: `More visits for ${name}`, metric: "sessions", source: "google_analytics" },
    ...{ unit: "sessions", direction: "up", periodStart: "2026-05-01", periodEnd: "2026-05-30", dueOn: "2026-10-31" },
    ...{ baseline: 400, value: 460, target: 520, forecast: 530.5, pct: 50, onTrack: true },
  }),
};
