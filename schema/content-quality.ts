import * as z from "zod";

export const ScoreMethod = z.enum(["heuristic", "full"]);
export const AuditScope = z.enum([
  "freshness",
  "thinSections",
  "cannibalisation",
  "internalLinks",
  "aiSearchStructure",
]);
export const WorkStatus = z.enum(["queued", "running", "done", "failed"]);
export const FindingCategory = z.enum(["freshness", "thin_section", "cannibalisation", "internal_links", "ai_search"]);
export const FindingSeverity = z.enum(["critical", "warning", "suggestion"]);
export const FindingStatus = z.enum(["open", "fixed", "ignored"]);

export const FindingFields = z.strictObject({
  category: FindingCategory,
  severity: FindingSeverity,
  title: z.string().trim().min(1).max(200),
  detail: z.string().trim().max(4_000),
  location: z.string().trim().max(500).nullable(),
});
