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
