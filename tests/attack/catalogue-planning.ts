import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import { dayAgo } from "#tests/support/days.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const client: Mark[] = ["TA", "CA", "TM"];
const all: Mark[] = [...agency, ...client];
const leaders: Mark[] = [...agency, "TA"];
const nothing = () => ({});
const version = { params: { version: { literal: "1" } } };
const step = (name: string) => ({ params: { step: { literal: name } } });
const month = { params: { id: "planMonth" } } as const;
const goal = { params: { id: "goal" } } as const;
const activity = { params: { id: "activity" } } as const;
const task = { params: { id: "actionItem" } } as const;
const manual = { params: { id: "manualTask" } } as const;

/** The routes of the wizard, the setup chain, and what is planned. */
export const planningExpectations: Record<string, Expectation> = {
  "GET /dashboard/v1/onboarding": { may: client },
  "GET /dashboard/v1/onboarding/brand": { may: client },
  "GET /dashboard/v1/onboarding/measured": { may: client },
  "PUT /dashboard/v1/onboarding/brand/logo": { may: ["TA", "TM"], body: (_, { upload }) => ({ uploadId: upload }) },
  "PUT /dashboard/v1/onboarding/steps/{step}": {
    may: ["TA", "TM"],
    ...step("budget"),
    body: () => ({ monthlyMinor: 100_000, currency: "USD" }),
  },
  "POST /dashboard/v1/onboarding/steps/{step}/skip": { may: ["TA", "TM"], ...step("documents") },
  "POST /dashboard/v1/onboarding/steps/{step}/reopen": { may: ["TA", "TM"], ...step("documents") },
  "POST /dashboard/v1/onboarding/launch": { may: ["TA"], body: nothing },

  "GET /tenant/v1/setup": { may: all },
  "POST /tenant/v1/setup/retry": { may: leaders, body: nothing },
  "GET /tenant/v1/context": { may: all },
  "GET /tenant/v1/context/{version}": { may: all, ...version },
  "PUT /tenant/v1/context": {
    may: leaders,
    body: () => ({ body: "What everybody who writes must know. ".repeat(20) }),
  },
  "POST /tenant/v1/context/refresh": { may: leaders, body: nothing },
  "GET /tenant/v1/strategies": { may: all },
  "GET /tenant/v1/strategies/{version}": { may: all, ...version },
  "GET /tenant/v1/context/{version}/diff": { may: all, ...version },
  "GET /tenant/v1/strategies/{version}/diff": { may: all, ...version },
  "PUT /tenant/v1/strategies/{version}": {
    may: agency,
    ...version,
    body: () => ({ body: "What we do in the next six months. ".repeat(20) }),
  },
  "GET /tenant/v1/goals": { may: all },
  "GET /tenant/v1/goals/{id}": { may: all, ...goal },
  "PUT /tenant/v1/goals/{id}/measurements": {
    may: leaders,
    ...goal,
    body: () => ({ value: 12, measuredOn: "2026-02-01" }),
  },
  "PATCH /tenant/v1/goals/{id}": {
    ...{ may: leaders, ...goal, version: 1 },
    body: () => ({ title: "More orders", metric: "orders", unit: "orders", target: 50, dueOn: dayAgo(-30) }),
  },
  "PATCH /tenant/v1/action-items/{id}": {
    ...{ may: agency, ...task, version: 1 },
    body: () => ({ title: "Name the hours", description: "On every page.", suggestedPeriod: 2 }),
  },
  "PUT /tenant/v1/goals/{id}/target": { may: leaders, ...goal, body: () => ({ target: 40 }) },
  "POST /tenant/v1/goals/{id}/count": { may: leaders, ...goal },
  "POST /tenant/v1/goals/{id}/archive": { may: leaders, ...goal },
  "POST /tenant/v1/goals/{id}/restore": { may: leaders, ...goal },
  "GET /tenant/v1/plans": { may: all },
  "GET /tenant/v1/plans/{version}": { may: all, ...version },
  "GET /tenant/v1/plans/{version}/diff": { may: all, ...version },
  "PUT /tenant/v1/plans/{version}": {
    may: agency,
    ...version,
    body: () => ({ templates: [{ type: "gbp_post", monthlyVolume: 4 }], topUpsExpected: true }),
  },
  "GET /tenant/v1/plan-types": { may: all },
  "GET /tenant/v1/action-items": { may: all },
  "PUT /tenant/v1/action-items/{id}/assignee": { may: leaders, ...task, body: () => ({ userId: null }) },
  "POST /tenant/v1/action-items/{id}/task": { may: leaders, ...task },
  "POST /tenant/v1/action-items/{id}/done": { may: leaders, ...task },
  "POST /tenant/v1/action-items/{id}/dismiss": { may: agency, ...task },
  "POST /tenant/v1/tasks": { may: leaders, body: () => ({ title: "Call the printer", dueOn: dayAgo(-30) }) },
  "PATCH /tenant/v1/tasks/{id}": { may: leaders, ...manual, body: () => ({ title: "Call the other printer" }) },
  "POST /tenant/v1/tasks/{id}/start": { may: leaders, ...manual },
  "POST /tenant/v1/tasks/{id}/finish": { may: leaders, ...manual, body: nothing },
  "POST /tenant/v1/tasks/{id}/reopen": { may: leaders, ...manual, body: nothing },
  "POST /tenant/v1/tasks/{id}/cancel": { may: leaders, ...manual, body: nothing },
  "PATCH /tenant/v1/activities/{id}": { may: agency, ...activity, body: () => ({ on: dayAgo(-30) }) },
  "GET /tenant/v1/months": { may: all },
  "GET /tenant/v1/months/dry-run": { may: all, query: () => `month=${dayAgo(-31).slice(0, 7)}` },
  "GET /tenant/v1/months/{id}": { may: all, ...month },
  "POST /tenant/v1/months": { may: leaders, body: () => ({ month: new Date().toISOString().slice(0, 7) }) },
  "POST /tenant/v1/months/{id}/pause": { may: agency, ...month },
  "POST /tenant/v1/months/{id}/resume": { may: agency, ...month },
  "POST /tenant/v1/months/{id}/cancel": { may: agency, ...month, body: nothing },
};
