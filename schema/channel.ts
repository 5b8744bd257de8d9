import { z } from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

export const ChannelStatus = z.enum([
  "authorising",
  "picking",
  "connected",
  "needs_reconnect",
  "paused",
  "disconnected",
]);
export const Channel = z.object({
  id: id("channel"),
  type: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  status: ChannelStatus,
  mode: z.enum(["draft", "publish"]),
  account: z.string().nullable(),
  connectedAt: Time.nullable(),
});
export type Channel = z.infer<typeof Channel>;
