import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { PageQuery, Time } from "./page.ts";
import type { SiteFindingCode } from "./site-audit.ts";

export const CodeChangeStatus = z.enum([
  "preparing",
  "pending_review",
  "approved",
  "rejected",
  "failed",
  "pr_open",
  "merged",
  "closed",
]);
export type CodeChangeStatus = z.infer<typeof CodeChangeStatus>;
export type CodeChangeVerb = "propose" | "approve" | "reject" | "fail" | "open" | "merge" | "close";

export const codeChangeMachine: readonly Transition<CodeChangeStatus, CodeChangeVerb>[] = [
  { from: ["preparing"], verb: "propose", to: "pending_review" },
  { from: ["preparing"], verb: "fail", to: "failed" },
  { from: ["pending_review"], verb: "approve", to: "approved" },
  { from: ["pending_review"], verb: "reject", to: "rejected" },
  { from: ["approved"], verb: "open", to: "pr_open" },
  { from: ["pr_open"], verb: "merge", to: "merged" },
  { from: ["pr_open"], verb: "close", to: "closed" },
];

/** What of a page can be mended without touching how it works. */
export const PageElement = z.enum(["title", "meta_description", "h1", "canonical", "robots", "structured_data"]);
export type PageElement = z.infer<typeof PageElement>;

/** Finding -> the element whose change mends it. What is not here needs a person. */
export const mendedBy: Partial<Record<SiteFindingCode, PageElement>> = {
  missing_title: "title",
  duplicate_title: "title",
  title_length: "title",
  missing_meta_description: "meta_description",
  duplicate_meta_description: "meta_description",
  meta_description_length: "meta_description",
  missing_h1: "h1",
  canonical_mismatch: "canonical",
  noindex: "robots",
  missing_structured_data: "structured_data",
};

/** Bounds of one change. */
export const fixMax = {
  findings: 10,
  pages: 20,
  textCharacters: 1_500,
  files: 10,
  changedLines: 300,
  diffBytes: 50 * 1024,
} as const;

export const FixOrder = z.strictObject({
  findingIds: z
    .array(id("siteAuditFinding"))
    .min(1)
    .max(fixMax.findings)
    .refine((ids) => new Set(ids).size === ids.length, "Name each finding once."),
});
export type FixOrder = z.infer<typeof FixOrder>;

/** A page as it would change. */
export const ChangedFile = z.object({
  path: z.string().describe("address of the page"),
  sha256: z.string().describe("of the page as it was read"),
  findingIds: z.array(z.string()),
  explanation: z.string(),
  diff: z.string().describe("unified"),
});
export type ChangedFile = z.infer<typeof ChangedFile>;

export const CodeChangeFilter = z.strictObject({ ...PageQuery.shape, status: CodeChangeStatus.optional() });
export type CodeChangeFilter = z.infer<typeof CodeChangeFilter>;

export const CodeChange = z.object({
  id: id("codeChange"),
  siteAuditId: id("siteAudit"),
  title: z.string(),
  body: z.string().describe("why, as Markdown"),
  status: CodeChangeStatus,
  contentHash: z.string().nullable(),
  note: z.string().nullable(),
  findingIds: z.array(z.string()),
  files: z.array(ChangedFile),
  createdAt: Time,
});
export type CodeChange = z.infer<typeof CodeChange>;
