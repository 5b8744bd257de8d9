import * as z from "zod";
import { FindingStatus, WorkStatus } from "./content-quality.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

export const AuditArea = z.enum(["crawlability", "on-page", "speed", "structured-data", "mobile"]);
export type AuditArea = z.infer<typeof AuditArea>;
export const SiteSeverity = z.enum(["critical", "warning", "opportunity"]);
export type SiteSeverity = z.infer<typeof SiteSeverity>;
export const AuditLevel = z.enum(["low", "medium", "high"]);

/** What a crawl shows of a site; `other` is what only a reader of the figures sees. */
export const SiteFindingCode = z.enum([
  "server_error",
  "not_found",
  "no_https",
  "noindex",
  "canonical_mismatch",
  "missing_title",
  "duplicate_title",
  "missing_meta_description",
  "duplicate_meta_description",
  "missing_h1",
  "thin_content",
  "duplicate_content",
  "orphan_page",
  "title_length",
  "meta_description_length",
  "missing_structured_data",
  "low_internal_links",
  "needs_rendering",
  "other",
]);
export type SiteFindingCode = z.infer<typeof SiteFindingCode>;

/** An audit reads a crawl that is at most so old. */
export const crawlDaysMax = 30;

export const SiteAction = z.object({
  order: z.number().int(),
  title: z.string(),
  effort: z.enum(["S", "M", "L"]),
  impact: AuditLevel,
  owner: z.enum(["agent", "developer", "marketer"]),
});
export type SiteAction = z.infer<typeof SiteAction>;

export const SiteAuditOrder = z.strictObject({
  focusAreas: z.array(AuditArea).max(5).default([]).describe("what to look at above all; empty: everything"),
});

export const SiteAudit = z.object({
  id: id("siteAudit"),
  domain: z.string(),
  focusAreas: z.array(AuditArea),
  status: WorkStatus,
  technicalScore: z.number().int().nullable().describe("0 to 100"),
  scoreDelta: z.number().int().nullable().describe("against the audit before"),
  summary: z.string().nullable(),
  failureMessage: z.string().nullable(),
  activityId: z.string().nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
});
export type SiteAudit = z.infer<typeof SiteAudit>;

export const SiteAuditDetail = SiteAudit.extend({
  actions: z.array(SiteAction),
  findings: z.array(
    z.object({
      id: id("siteAuditFinding"),
      code: z.string(),
      area: AuditArea,
      severity: SiteSeverity,
      title: z.string(),
      detail: z.string(),
      urls: z.array(z.string()),
      evidence: z.string(),
      effort: AuditLevel,
      impact: AuditLevel,
      status: FindingStatus,
    }),
  ),
});
export type SiteAuditDetail = z.infer<typeof SiteAuditDetail>;
