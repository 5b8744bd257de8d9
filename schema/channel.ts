import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { AttemptMode } from "./publish.ts";

export const ChannelStatus = z.enum([
  "authorising",
  "picking",
  "connected",
  "needs_reconnect",
  "paused",
  "disconnected",
]);
export const ChannelAuth = z.enum(["none", "oauth", "basic", "api_key"]);
export const ChannelCapability = z.enum([
  "publish",
  "metrics",
  "insights",
  "leads",
  "reviews",
  "ads",
  "email",
  "code",
  "crawl",
]);
export const Channel = z.object({
  id: id("channel"),
  type: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  status: ChannelStatus,
  mode: AttemptMode,
  account: z.string().nullable(),
  connectedAt: Time.nullable(),
});
export type Channel = z.infer<typeof Channel>;

/** The repository that a client's site is made of. */
export const ConnectRepository = z.strictObject({
  name: z.string().trim().min(1).max(120),
  repository: z.string().regex(/^[\w.-]{1,39}\/[\w.-]{1,100}$/, "owner/name"),
  accessToken: z.string().min(8).max(400),
  branch: z
    .string()
    .regex(/^[\w][\w./-]{0,99}$/)
    .optional()
    .describe("what the site is made of; the repository's default without it"),
  folder: z
    .string()
    .regex(/^[\w][\w./-]{0,199}$/)
    .optional()
    .describe("where its pages are; the top without it"),
});
