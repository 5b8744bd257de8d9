import * as z from "zod";
import type { ActivityType } from "./activity.ts";
import type { AgentName } from "./agent.ts";
import { Time } from "./page.ts";
import { Plan } from "./tenant.ts";

/** Work that comes round by itself, beside what the plan holds. */
export const RoutineName = z.enum([
  "keyword_research",
  "site_audit",
  "gbp_posts",
  "backlink_research",
  "content_audit",
  "listings",
]);
export type RoutineName = z.infer<typeof RoutineName>;

/** What became of a turn. Only one that is `waiting` is tried again, while its days last. */
export const RoutineOutcome = z.enum(["ordered", "covered", "nothing", "waiting"]);
export type RoutineOutcome = z.infer<typeof RoutineOutcome>;

/** What of it a client may switch, under its name in the settings. */
export const RoutineSwitch = z.enum([
  "keywordResearchMonthly",
  "siteAuditMonthly",
  "backlinkResearchMonthly",
  "gbpAutoPost",
  "contentAuditMonthly",
  "autoGenerateHeroImage",
]);
export type RoutineSwitch = z.infer<typeof RoutineSwitch>;

interface RoutineTerms {
  agent: AgentName;
  /** Of which a plan that holds any leaves nothing to order. */
  type: ActivityType | null;
  /** Day of the month, or Monday for the week. */
  on: number | "monday";
  /** By the client's own clock. */
  hour: number;
  /** So many days a turn is made up for that nobody was there to order, or that waited. */
  days: number;
  /** Null for what costs nothing and is always wanted. */
  wish: RoutineSwitch | null;
}

/** When each comes round, where the client is. */
export const routines: Readonly<Record<RoutineName, RoutineTerms>> = {
  keyword_research: {
    ...{ agent: "keyword-researcher", type: "keyword_cluster", wish: "keywordResearchMonthly" },
    ...{ on: 1, hour: 2, days: 7 },
  },
  site_audit: {
    ...{ agent: "site-auditor", type: "site_audit", wish: "siteAuditMonthly" },
    ...{ on: 1, hour: 3, days: 7 },
  },
  gbp_posts: {
    ...{ agent: "gbp-post-writer", type: "gbp_post", wish: "gbpAutoPost" },
    ...{ on: 1, hour: 4, days: 7 },
  },
  backlink_research: {
    ...{ agent: "backlink-researcher", type: "backlinks", wish: "backlinkResearchMonthly" },
    ...{ on: 2, hour: 3, days: 7 },
  },
  content_audit: {
    ...{ agent: "content-auditor", type: "content_audit", wish: "contentAuditMonthly" },
    ...{ on: 3, hour: 3, days: 7 },
  },
  listings: { agent: "opportunity-matcher", type: null, wish: null, on: "monday", hour: 4, days: 2 },
};

/** The most that one turn orders. */
export const routineMax = { prospects: 10, audits: 20 } as const;
/** A post that was looked at within so many days is not audited again by itself. */
export const auditRestDays = 30;

/** The last turn of a piece of regular work. */
export const RoutineTurn = z.strictObject({
  period: z.string().describe("the month, or the Monday of the week"),
  outcome: RoutineOutcome,
  reason: z.string().nullable(),
  at: Time,
});
export type RoutineTurn = z.infer<typeof RoutineTurn>;

/** Regular work as the settings show it. */
export const RoutineSetting = z.strictObject({
  key: RoutineSwitch,
  label: z.string(),
  description: z.string(),
  cost: z.string().describe("in words, by today's prices"),
  minPlan: Plan,
  isIncluded: z.boolean().describe("the client's plan includes it"),
  isOn: z.boolean(),
  last: RoutineTurn.nullable(),
});
export type RoutineSetting = z.infer<typeof RoutineSetting>;

export const RoutineSettings = z.strictObject({ items: z.array(RoutineSetting) });
export type RoutineSettings = z.infer<typeof RoutineSettings>;

export const RoutineSettingsPatch = z
  .partialRecord(RoutineSwitch, z.boolean())
  .refine((patch) => Object.keys(patch).length > 0, "Name at least one switch.");
export type RoutineSettingsPatch = z.infer<typeof RoutineSettingsPatch>;
