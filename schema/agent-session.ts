import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

/** Continuity across runs of an agent. */
export const AgentSessionRow = z.object({
  id: id("agentSession"),
  agent: z.string(),
  adapter: z.string().min(1).max(40),
  externalSessionId: z.string().max(200).nullable(),
  goalId: id("goal").nullable(),
  activityId: id("activity").nullable(),
  summary: z.string().max(8000).nullable(),
  messagesKey: z.string().min(1).max(500).nullable(),
  tokenCount: z.number().int().min(0),
  expiresAt: Time,
});
