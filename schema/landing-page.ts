import * as z from "zod";
import type { Transition } from "./machine.ts";

export const LandingPageStatus = z.enum([
  "drafting",
  "dm_review",
  "dm_rejected",
  "client_review",
  "client_rejected",
  "client_approved",
  "publishing",
  "published",
  "publish_unknown",
  "publish_failed",
  "failed",
  "archived",
]);
export type LandingPageStatus = z.infer<typeof LandingPageStatus>;
export type LandingPageVerb =
  | "draft_ready"
  | "fail"
  | "retry"
  | "dm_approve"
  | "dm_reject"
  | "client_approve"
  | "client_reject"
  | "regenerate"
  | "edit"
  | "publish"
  | "mark_published"
  | "confirm"
  | "lose_track"
  | "publish_fail"
  | "archive";

export const landingPageMachine: readonly Transition<LandingPageStatus, LandingPageVerb>[] = [
  { from: ["drafting"], verb: "draft_ready", to: "dm_review" },
  { from: ["drafting"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "drafting" },
  { from: ["dm_review"], verb: "dm_approve", to: "client_review" },
  { from: ["dm_review"], verb: "dm_reject", to: "dm_rejected" },
  { from: ["client_review"], verb: "client_approve", to: "client_approved" },
  { from: ["client_review"], verb: "client_reject", to: "client_rejected" },
  { from: ["dm_rejected", "client_rejected"], verb: "regenerate", to: "drafting" },
  { from: ["dm_review", "client_review", "client_approved"], verb: "edit", to: "dm_review" },
  { from: ["client_approved", "publish_failed"], verb: "publish", to: "publishing" },
  { from: ["client_approved"], verb: "mark_published", to: "published" },
  { from: ["publishing", "publish_unknown"], verb: "confirm", to: "published" },
  { from: ["publishing"], verb: "lose_track", to: "publish_unknown" },
  { from: ["publishing", "publish_unknown"], verb: "publish_fail", to: "publish_failed" },
  {
    from: LandingPageStatus.exclude(["publishing", "publish_unknown", "archived"]).options,
    verb: "archive",
    to: "archived",
  },
];

const heading = z.string().trim().min(3).max(80);
const part = z.strictObject({ heading, body: z.string().trim().min(50).max(1_200) });

/** The seven sections of a page, in the order in which they are rendered. */
export const LandingPageSections = z.strictObject({
  hero: z.strictObject({
    headline: z.string().trim().min(20).max(80),
    subheadline: z.string().trim().min(20).max(160),
    ctaText: z.string().trim().min(2).max(30),
  }),
  problem: part,
  solution: part,
  features: z
    .array(z.strictObject({ title: z.string().trim().min(3).max(60), text: z.string().trim().min(20).max(300) }))
    .min(3)
    .max(6),
  socialProof: z.strictObject({
    heading,
    items: z
      .array(z.strictObject({ quote: z.string().max(500), author: z.string().max(120).optional(), source: z.string() }))
      .max(5),
  }),
  faq: z
    .array(z.strictObject({ q: z.string().trim().min(5).max(200), a: z.string().trim().min(5).max(1_000) }))
    .min(3)
    .max(8),
  cta: z.strictObject({ heading, text: z.string().trim().max(300), buttonText: z.string().trim().min(2).max(30) }),
});

export const LandingPageFields = z.strictObject({
  name: z.string().trim().min(1).max(200),
  slug: z.string().regex(/^[a-z0-9-]{3,80}$/, "only a-z, 0-9 and -, 3 to 80 characters"),
  sections: LandingPageSections,
  metaTitle: z.string().trim().min(10).max(70),
  metaDescription: z.string().trim().min(50).max(170),
});
