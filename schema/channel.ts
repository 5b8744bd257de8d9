import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { SyncErrorCode } from "./metric.ts";
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
export type ChannelStatus = z.infer<typeof ChannelStatus>;
export type ChannelVerb = "lose" | "reconnect" | "pause" | "resume" | "disconnect";

/** Of a connection; somebody on the way through a provider's pages leaves no row before the account is chosen. */
export const channelMachine: readonly Transition<ChannelStatus, ChannelVerb>[] = [
  { from: ["connected", "paused"], verb: "lose", to: "needs_reconnect" },
  { from: ["connected", "paused", "needs_reconnect"], verb: "reconnect", to: "connected" },
  { from: ["connected"], verb: "pause", to: "paused" },
  { from: ["paused"], verb: "resume", to: "connected" },
  { from: ["connected", "paused", "needs_reconnect"], verb: "disconnect", to: "disconnected" },
];

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
  /** When its numbers were last read, and why the last readings failed, once that is more than a passing thing. */
  lastSyncAt: Time.nullable(),
  syncErrorCode: SyncErrorCode.nullable(),
  /** Until when its token is good; null where it has no end or is renewed by itself. */
  expiresAt: Time.nullable(),
  /** Since when it has to be connected again. */
  lostAt: Time.nullable(),
});
export type Channel = z.infer<typeof Channel>;
