import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { SocialFormat, SocialPlatform } from "./social.ts";
import { WebUrl } from "./value.ts";

export const RequestStatus = z.enum([
  "draft",
  "submitted",
  "approved",
  "rejected",
  "in_production",
  "fulfilled",
  "cancelled",
]);
export const RequestKind = z.enum(["blog_post", "social_post"]);
export type RequestKind = z.infer<typeof RequestKind>;
export type RequestStatus = z.infer<typeof RequestStatus>;
export type RequestVerb = "submit" | "approve" | "reject" | "begin" | "fulfil" | "cancel";

export const requestMachine: readonly Transition<RequestStatus, RequestVerb>[] = [
  { from: ["draft"], verb: "submit", to: "submitted" },
  { from: ["submitted"], verb: "approve", to: "approved" },
  { from: ["submitted"], verb: "reject", to: "rejected" },
  { from: ["approved"], verb: "begin", to: "in_production" },
  { from: ["in_production"], verb: "fulfil", to: "fulfilled" },
  { from: ["draft", "submitted", "approved"], verb: "cancel", to: "cancelled" },
];

export const BlogRequestInput = z.strictObject({
  topic: z.string().trim().min(5).max(200),
  brief: z.string().trim().max(4_000).optional(),
  audience: z.string().trim().max(500).optional(),
  targetKeyword: z.string().trim().min(2).max(80).optional(),
  targetUrl: WebUrl.optional().describe("the page of yours that shall be better; none for a new post"),
  wordCount: z.number().int().min(800).max(2_500).optional(),
  channelId: id("channel").optional(),
  wantedOn: z.iso.date().optional(),
  submit: z.boolean().default(true).describe("false keeps it as a draft"),
});
export type BlogRequestInput = z.infer<typeof BlogRequestInput>;

export const BlogRequestPatch = BlogRequestInput.omit({ submit: true }).partial();

export const ContentRequest = z.object({
  id: z.union([id("blogRequest"), id("socialMediaRequest")]),
  tenantId: id("tenant"),
  tenantName: z.string(),
  kind: RequestKind,
  topic: z.string(),
  brief: z.string().nullable(),
  audience: z.string().nullable(),
  targetKeyword: z.string().nullable(),
  targetUrl: z.string().nullable(),
  wordCount: z.number().int().nullable(),
  channelId: z.string().nullable(),
  platforms: z.array(SocialPlatform).describe("of social posts"),
  format: SocialFormat.nullable().describe("of social posts; null: as usual on each platform"),
  count: z.number().int().describe("posts for each platform"),
  wantedOn: z.string().nullable(),
  status: RequestStatus,
  requestedBy: z.object({ id: z.string(), name: z.string() }),
  decisionNote: z.string().nullable(),
  blogPostId: z.string().nullable(),
  socialPostIds: z.array(z.string()),
  activityIds: z.array(z.string()),
  approvalId: z.string().nullable().describe("the open approval of the request"),
  youMayDecide: z.boolean(),
  createdAt: Time,
  updatedAt: Time,
  rowVersion: z.number().int(),
});
export type ContentRequest = z.infer<typeof ContentRequest>;
