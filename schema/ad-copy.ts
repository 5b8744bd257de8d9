import * as z from "zod";
import type { Transition } from "./machine.ts";

export const AdPlatform = z.enum(["google_ads", "meta_ads", "linkedin_ads"]);
export const AdCopyStatus = z.enum([
  "generating",
  "approved",
  "pushing",
  "pushed",
  "publish_unknown",
  "failed",
  "archived",
]);
export type AdCopyStatus = z.infer<typeof AdCopyStatus>;
export type AdPlatform = z.infer<typeof AdPlatform>;
export type AdCopyVerb =
  | "draft_ready"
  | "fail"
  | "retry"
  | "reject"
  | "push"
  | "confirm"
  | "lose_track"
  | "push_fail"
  | "archive";

export const adCopyMachine: readonly Transition<AdCopyStatus, AdCopyVerb>[] = [
  { from: ["generating"], verb: "draft_ready", to: "approved" },
  { from: ["generating"], verb: "fail", to: "failed" },
  { from: ["failed"], verb: "retry", to: "generating" },
  { from: ["approved"], verb: "reject", to: "generating" },
  { from: ["approved", "failed"], verb: "push", to: "pushing" },
  { from: ["pushing", "publish_unknown"], verb: "confirm", to: "pushed" },
  { from: ["pushing"], verb: "lose_track", to: "publish_unknown" },
  { from: ["pushing", "publish_unknown"], verb: "push_fail", to: "failed" },
  { from: AdCopyStatus.exclude(["pushing", "publish_unknown", "archived"]).options, verb: "archive", to: "archived" },
];

export const AdCopyFields = z.strictObject({
  platform: AdPlatform,
  name: z.string().trim().min(1).max(200),
  objective: z.string().trim().max(200).nullable(),
  finalUrl: z.url({ protocol: /^https?$/ }).max(2_000),
});
