import { scoreOf, sentimentsOf, voicesOf } from "#core/visibility/score.ts";
import type { AgentName } from "#schema/agent.ts";
import type { Company } from "../golden-inputs.ts";

type Input = Record<string, unknown>;

/** Answers of assistants that repeat the company's own passages; the last ones do not name it. */
function answersOf({ name, passages }: Company) {
  const said = passages.slice(0, 4).map(({ text }) => `${name}: ${text.replaceAll(/\s+/g, " ").slice(0, 250)}`);
  return [...said, null, null].map((excerpt, at) => ({
    promptId: `avq_${at}`,
    prompt: `Question ${at + 1}: what is ${name} known for?`,
    platform: at % 2 === 0 ? ("chatgpt" as const) : ("claude" as const),
    type: excerpt ? ("brand" as const) : ("category" as const),
    ...{ mentioned: excerpt !== null, rank: excerpt ? 1 : null, excerpt, askedOn: "2026-06-01" },
    sentiment: excerpt ? ("positive" as const) : null,
    competitors: at === 0 ? ["North Rival"] : [],
  }));
}

function narrativeInput(company: Company): Input {
  const answers = answersOf(company);
  const ofType = (type: string) => ({ key: type, score: scoreOf(answers.filter((one) => one.type === type)) ?? 0 });
  return {
    period: "last_30_days",
    brand: company.name,
    geoScore: scoreOf(answers) ?? 0,
    aggregates: {
      answers: answers.length,
      mentioned: answers.filter(({ mentioned }) => mentioned).length,
      first: answers.filter(({ rank }) => rank === 1).length,
      trend: company.passages.length > 0 ? -3.5 : null,
      platforms: [{ key: "chatgpt", score: 60.5 }],
      types: [ofType("brand"), ofType("category")],
      voices: voicesOf(company.name, answers),
      sentiment: sentimentsOf(answers),
    },
    excerpts: answers.map(({ platform, type, prompt, rank, sentiment, excerpt }) => ({
      ...{ platform, type, prompt, rank, sentiment, excerpt },
    })),
  };
}

const figure = (name: string, source: string, current: number, previous: number | null) => ({
  ...{ name, source, unit: "count", current, previous },
  changePct: previous ? Math.round(((current - previous) / previous) * 10_000) / 100 : null,
});

/** What was counted of a company: its site, if it has one, what it published, and a goal. */
function figuresOf({ name, passages }: Company) {
  const items = passages.slice(0, 8).map(({ text }) =>
    text
      .replaceAll(/[#*\s]+/g, " ")
      .trim()
      .slice(0, 120),
  );
  const nothing = (key: string) => ({ key, connected: false, figures: [], items: [] });
  const goal = { title: `More orders for ${name}`, unit: "orders", baseline: 10, target: 50, current: 37 };
  return {
    ...{ from: "2026-05-01", to: "2026-05-31" },
    chapters: [
      passages.length > 0
        ? {
            ...{ key: "seo", connected: true, items: [] },
            figures: [figure("sessions", `Site of ${name}`, 1_234.5, 1_000), figure("position", "Search", 8.4, 7.1)],
          }
        : nothing("seo"),
      ...["social", "gbp", "paid", "email", "leads"].map(nothing),
      {
        ...{ key: "deliverables", connected: true, items },
        figures: [figure("activities done", "activities", 14, 9), figure("credits used", "credits", 22.5, 0)],
      },
    ],
    goals: passages.length > 0 ? [{ ...goal, progressPct: 67.5, dueOn: "2026-09-30", status: "active" }] : [],
  };
}

const adInput = ({ name, passages }: Company): Input => {
  const spent = (clicks: number, cost: number, results: number) => ({
    ...{ impressions: clicks * 20, clicks, cost, results },
    costPerResult: results > 0 ? Math.round((cost / results) * 100) / 100 : null,
  });
  const names = passages.slice(0, 4).map(({ text }) =>
    text
      .replaceAll(/[#*\s]+/g, " ")
      .trim()
      .slice(0, 80),
  );
  return {
    dateRange: { from: "2026-05-04", to: "2026-05-31" },
    comparisonRange: { from: "2026-04-06", to: "2026-05-03" },
    campaignGoals: { primaryGoal: "leads", ...(passages.length > 0 ? { targetCostPerResult: 15 } : {}) },
    campaigns: [name, ...names].map((title, at) => ({
      ...{ externalId: `chn_1/campaign:${title}`, platform: "google_ads", account: "Ads", name: title },
      ...spent(100 + at, 250.5 - at, at % 2 === 0 ? 0 : 20 * at),
      previous: spent(90, 200, 10),
    })),
    ...{ total: spent(512, 1_240.5, 80), previousTotal: spent(450, 1_000, 50), idleCost: 745.5 },
  };
};

/** Inputs of the agents that measure and report. */
export const reportInputs: Partial<Record<AgentName, (company: Company) => Input>> = {
  "brand-narrative-analyst": narrativeInput,
  "report-writer": (company) => ({
    ...{ reportMonth: "2026-05", monthName: "May 2026", company: company.name, figures: figuresOf(company) },
    planned: company.passages.length > 0 ? ["Post 7: what to do in 2027"] : [],
  }),
  "custom-report-writer": (company) => ({
    ...{ prompt: "How did visits and orders develop?", label: "Visits", company: company.name },
    ...{ startDate: "2026-05-01", endDate: "2026-05-31", figures: figuresOf(company) },
  }),
  "ads-analyst": adInput,
};
