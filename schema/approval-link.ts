import * as z from "zod";
import { ApprovalStage, ApprovalStatus, RejectCategory, Risk } from "./approval.ts";
import { Claim, DiffHunk } from "./blog.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

/** A link may carry this many approvals of one tenant. */
export const linkItemsMax = 20;
/** The code that lets a link decide: digits, life in seconds, tries. */
export const linkCode = { digits: 6, seconds: 600, tries: 5 } as const;
/** How long a verified browser may decide, in seconds. */
export const linkSessionSeconds = 30 * 60;

export const LinkCreate = z.strictObject({
  contactName: z.string().trim().min(1).max(120),
  contactEmail: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase()),
  canDecide: z.boolean().default(true).describe("false: may read and comment only"),
  alsoApprovalIds: z
    .array(id("approval"))
    .max(linkItemsMax - 1)
    .default([])
    .describe("further approvals of the same client behind the same link"),
});
export type LinkCreate = z.infer<typeof LinkCreate>;

export const ApprovalLink = z.object({
  id: id("approvalLink"),
  approvalIds: z.array(id("approval")),
  contactName: z.string(),
  contactEmail: z.string(),
  canDecide: z.boolean(),
  expiresAt: Time,
  openedAt: Time.nullable(),
  openCount: z.number().int(),
  verifiedAt: Time.nullable(),
  revokedAt: Time.nullable(),
  createdAt: Time,
});
export type ApprovalLink = z.infer<typeof ApprovalLink>;

/** The answer of making a link: the only time its address is shown; the contact gets it by mail. */
export const ApprovalLinkOnce = ApprovalLink.extend({ url: z.string() });
export type ApprovalLinkOnce = z.infer<typeof ApprovalLinkOnce>;

/** One approval behind a link, as the client's contact sees it. */
export const LinkItem = z.object({
  approvalId: id("approval"),
  kind: z.string(),
  stage: ApprovalStage,
  status: ApprovalStatus,
  risk: Risk,
  subject: z.object({ type: z.string(), id: z.string(), title: z.string(), version: z.number().int() }),
  contentHash: z.string(),
  expiresAt: Time,
  content: z
    .object({ title: z.string(), metaTitle: z.string(), metaDescription: z.string(), body: z.string() })
    .nullable()
    .describe("null once the approval was replaced or has run out"),
  diff: z.array(DiffHunk).describe("against the version that was decided last"),
  claims: z.array(Claim.pick({ id: true, text: true, support: true, sources: true })),
  comments: z.array(z.object({ id: z.string(), author: z.string(), body: z.string(), createdAt: Time })),
  mayDecide: z.boolean(),
  whyNot: z.string().nullable(),
});
export type LinkItem = z.infer<typeof LinkItem>;

/** `GET /client/v1/links/:token`. */
export const LinkView = z.object({
  id: id("approvalLink"),
  tenantName: z.string(),
  contactName: z.string(),
  contactEmail: z.string().describe("masked"),
  canDecide: z.boolean(),
  verified: z.boolean().describe("true while this browser holds a session of the link"),
  verifiedUntil: Time.nullable(),
  expiresAt: Time,
  items: z.array(LinkItem),
});
export type LinkView = z.infer<typeof LinkView>;

export const LinkCodeSent = z.object({ sentTo: z.string().describe("masked address"), expiresIn: z.number().int() });
export const LinkVerify = z.strictObject({ code: z.string().regex(/^\d{6}$/, "must be the 6 digits of the mail") });
export const LinkVerified = z.object({ verifiedUntil: Time });

const approvalId = id("approval").optional().describe("which approval; may be left out when the link has one");
export const LinkApprove = z.strictObject({
  approvalId,
  contentHash: z.string().length(64),
  note: z.string().trim().max(1_000).optional(),
});
export type LinkApprove = z.infer<typeof LinkApprove>;
export const LinkReject = z.strictObject({
  approvalId,
  contentHash: z.string().length(64),
  category: RejectCategory,
  note: z.string().trim().min(10).max(4_000),
});
export type LinkReject = z.infer<typeof LinkReject>;
export const LinkComment = z.strictObject({ approvalId, body: z.string().trim().min(1).max(4_000) });
export type LinkComment = z.infer<typeof LinkComment>;
