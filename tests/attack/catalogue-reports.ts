import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const leaders: Mark[] = [...agency, "TA"];
const report = { params: { id: "report" } } as const;
const prompt = { params: { id: "visibilityPrompt" } } as const;

const schedule = () => ({
  ...{ label: "Each month", kind: "monthly_performance", frequency: "monthly", recipients: ["boss@lamps.example"] },
});

/** The routes of what assistants say, and of reports. */
export const reportExpectations: Record<string, Expectation> = {
  "GET /tenant/v1/ai-visibility": { may: all },
  "GET /tenant/v1/ai-visibility/snapshots": { may: all },
  "GET /tenant/v1/ai-visibility/narratives": { may: all },
  "GET /tenant/v1/ai-visibility/prompts": { may: all },
  "POST /tenant/v1/ai-visibility/prompts": {
    may: leaders,
    body: () => ({ prompt: "Who makes lamps that last?", type: "category" }),
  },
  "PATCH /tenant/v1/ai-visibility/prompts/{id}": { may: leaders, ...prompt, body: () => ({ active: false }) },
  "DELETE /tenant/v1/ai-visibility/prompts/{id}": { may: leaders, ...prompt },
  "PUT /tenant/v1/ai-visibility/platforms/{key}": {
    may: leaders,
    params: { key: { literal: "chatgpt" } },
    body: () => ({ enabled: true }),
  },
  "PUT /tenant/v1/ai-visibility/schedule": { may: leaders, body: () => ({ schedule: "weekly" }) },
  "POST /tenant/v1/ai-visibility/run": { may: leaders },
  "GET /admin/v1/ai-visibility": { may: ["SA"] },
  "PATCH /admin/v1/ai-visibility/{key}": {
    may: ["SA"],
    params: { key: { literal: "gemini" } },
    body: () => ({}),
  },
  "GET /tenant/v1/reports": { may: all },
  "GET /tenant/v1/reports/{id}": { may: all, ...report },
  "GET /tenant/v1/reports/{id}/pdf": { may: all, ...report },
  "DELETE /tenant/v1/reports/{id}": { may: leaders, ...report },
  "POST /tenant/v1/reports/monthly": { may: leaders, body: () => ({}) },
  "POST /tenant/v1/reports/generate": {
    may: leaders,
    body: () => ({
      ...{ prompt: "What did the month bring?", label: "The month" },
      ...{ startDate: "2026-05-01", endDate: "2026-05-31" },
    }),
  },
  "POST /tenant/v1/reports/{id}/send": { may: leaders, ...report, body: () => ({ to: ["boss@lamps.example"] }) },
  "GET /tenant/v1/report-schedules": { may: leaders },
  "POST /tenant/v1/report-schedules": { may: leaders, body: schedule },
  "PATCH /tenant/v1/report-schedules/{id}": {
    may: leaders,
    params: { id: "reportSchedule" },
    version: 1,
    body: schedule,
  },
  "DELETE /tenant/v1/report-schedules/{id}": { may: leaders, params: { id: "reportSchedule" } },
  "POST /tenant/v1/reports/{id}/retry": { may: leaders, ...report },
  "GET /tenant/v1/ads-analyses": { may: all },
  "GET /tenant/v1/ads-analyses/{id}": { may: all, params: { id: "adsAnalysis" } },
  "POST /tenant/v1/ads-analyses": { may: leaders, body: () => ({}) },
};
