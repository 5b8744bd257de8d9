import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { PageQuery, Time } from "./page.ts";

export const NewsletterStatus = z.enum([
  "draft",
  "dm_review",
  "client_review",
  "approved",
  "sending",
  "send_unknown",
  "sent",
  "failed",
]);
export type NewsletterStatus = z.infer<typeof NewsletterStatus>;
export const NewsletterAudience = z.enum(["all", "leads", "customers", "segment"]);
export const RecipientStatus = z.enum([
  "queued",
  "accepted",
  "delivered",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "unsubscribed",
  "skipped",
  "unknown",
]);
export type RecipientStatus = z.infer<typeof RecipientStatus>;
/** Kinds of readers, of a table that versions before this one write. */
export const SubscriberKind = z.enum(["lead", "customer", "other"]);
export const SuppressionKind = z.enum(["email", "phone"]);
export const SuppressionReason = z.enum(["bounce", "complaint", "unsubscribe", "manual", "invalid", "erased"]);
export type SuppressionReason = z.infer<typeof SuppressionReason>;
export type NewsletterVerb =
  | "submit"
  | "dm_approve"
  | "client_approve"
  | "reject"
  | "edit"
  | "schedule"
  | "send"
  | "finish"
  | "fail"
  | "lose_track"
  | "confirm"
  | "resend";

export const newsletterMachine: readonly Transition<NewsletterStatus, NewsletterVerb>[] = [
  { from: ["draft"], verb: "submit", to: "dm_review" },
  { from: ["dm_review"], verb: "dm_approve", to: "client_review" },
  { from: ["client_review"], verb: "client_approve", to: "approved" },
  { from: ["dm_review", "client_review"], verb: "reject", to: "draft" },
  { from: ["dm_review", "client_review", "approved"], verb: "edit", to: "draft" },
  { from: ["approved"], verb: "schedule", to: "approved" },
  { from: ["approved"], verb: "send", to: "sending" },
  { from: ["sending"], verb: "finish", to: "sent" },
  { from: ["sending", "send_unknown"], verb: "fail", to: "failed" },
  { from: ["sending"], verb: "lose_track", to: "send_unknown" },
  { from: ["send_unknown"], verb: "confirm", to: "sent" },
  { from: ["failed"], verb: "resend", to: "sending" },
];

export const NewsletterFields = z.strictObject({
  subject: z.string().trim().min(1).max(150),
  subjectVariants: z.array(z.string().trim().min(20).max(60)).max(4),
  previewText: z.string().trim().max(200),
  bodyText: z.string().max(60_000),
  fromEmail: z.email().max(254).nullable(),
  fromName: z.string().trim().max(120).nullable(),
  replyTo: z.email().max(254).nullable(),
  audience: NewsletterAudience,
});

export const RecipientFilter = z.strictObject({ ...PageQuery.shape, status: RecipientStatus.optional() });
/** One person's copy of a newsletter. */
export const Recipient = z.object({
  id: id("newsletterRecipient"),
  email: z.string(),
  status: RecipientStatus,
  skipReason: z.string().nullable(),
  sentAt: Time.nullable(),
});
export type Recipient = z.infer<typeof Recipient>;

/** To whom a newsletter goes; of a segment, its id. */
export const AudienceChoice = z
  .strictObject({ audience: NewsletterAudience, segmentId: id("contactSegment").optional() })
  .refine(({ audience, segmentId }) => (audience === "segment") === (segmentId !== undefined), {
    path: ["segmentId"],
    message: "Name the segment, and only for a segment.",
  });
export type AudienceChoice = z.infer<typeof AudienceChoice>;

/** What is known of the sending of a newsletter, before and after it. */
export const NewsletterSending = z.object({
  audience: NewsletterAudience,
  segmentName: z.string().nullable(),
  count: z.number().int().describe("people who would get it now"),
  suppressed: z.number().int().describe("people of the audience that nothing is written to"),
  postalAddress: z.string().nullable().describe("stands under it; without one it is not sent"),
  sendAt: Time.nullable(),
  sentAt: Time.nullable(),
  recipients: z.number().int(),
  unsubscribed: z.number().int(),
  bounced: z.number().int(),
});
export type NewsletterSending = z.infer<typeof NewsletterSending>;

/** What somebody sees who wants no more of it. */
export const Unsubscription = z.object({
  from: z.string().describe("who sends the mail"),
  address: z.string().describe("the reader's address, partly hidden"),
  isUnsubscribed: z.boolean(),
});
export type Unsubscription = z.infer<typeof Unsubscription>;
