import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

export const ScoreMethod = z.enum(["heuristic", "full"]);
export const AuditScope = z.enum([
  "freshness",
  "thinSections",
  "cannibalisation",
  "internalLinks",
  "aiSearchStructure",
]);
export type AuditScope = z.infer<typeof AuditScope>;
export const WorkStatus = z.enum(["queued", "running", "done", "failed"]);
export type WorkStatus = z.infer<typeof WorkStatus>;
export const FindingCategory = z.enum(["freshness", "thin_section", "cannibalisation", "internal_links", "ai_search"]);
export type FindingCategory = z.infer<typeof FindingCategory>;
export const FindingSeverity = z.enum(["critical", "warning", "suggestion"]);
export type FindingSeverity = z.infer<typeof FindingSeverity>;
export const FindingStatus = z.enum(["open", "fixed", "ignored"]);

export const FindingFields = z.strictObject({
  category: FindingCategory,
  severity: FindingSeverity,
  title: z.string().trim().min(1).max(200),
  detail: z.string().trim().max(4_000),
  location: z.string().trim().max(500).nullable(),
});

export const ContentAuditOrder = z.strictObject({
  blogPostId: z.string().max(60),
  scope: z
    .array(AuditScope)
    .min(1)
    .max(5)
    .default([...AuditScope.options]),
});

export const ContentAudit = z.object({
  id: id("contentAudit"),
  blogPostId: z.string(),
  scope: z.array(AuditScope),
  status: WorkStatus,
  healthScore: z.number().int().nullable().describe("0 to 100"),
  refreshContext: z
    .object({
      summary: z.string(),
      priorityFindings: z.array(z.string()),
      suggestedUpdates: z.string().describe("Markdown: what to change"),
    })
    .nullable(),
  findings: z.array(FindingFields.extend({ id: id("contentAuditFinding"), status: FindingStatus })),
  createdAt: Time,
});
export type ContentAudit = z.infer<typeof ContentAudit>;

/** One rule of a score: what it looks at, how much it counts, and whether the text passes. */
export const ScoreSignal = z.strictObject({
  dimension: z.enum(["seo", "readability", "brand_voice", "ai_search"]),
  name: z.string().trim().min(1).max(120),
  weight: z.enum(["low", "medium", "high"]),
  passed: z.boolean(),
  detail: z.string().trim().max(400),
});
export type ScoreSignal = z.infer<typeof ScoreSignal>;

export const ScoreOrder = z.strictObject({ method: ScoreMethod.default("heuristic") });

const pct = z.number().int().min(0).max(100);
export const ContentScore = z.object({
  version: z.number().int(),
  method: ScoreMethod,
  seo: pct,
  readability: pct,
  brandVoice: pct.nullable().describe("only of a full score"),
  aiSearch: pct.nullable().describe("only of a full score"),
  total: pct,
  signals: z.array(ScoreSignal),
  pendingRunId: z.string().nullable().describe("the run that works on the full score"),
});
export type ContentScore = z.infer<typeof ContentScore>;
