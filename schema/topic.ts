import * as z from "zod";
import { SearchIntent } from "./brief.ts";

/** A subject worth writing about, as the agent proposed it. */
export const Topic = z.object({
  rank: z.number().int(),
  workingTitle: z.string(),
  angle: z.string(),
  relevanceNow: z.string(),
  searchIntent: SearchIntent,
  difficulty: z.enum(["low", "medium", "high"]),
  keywordHint: z.string(),
});
export type Topic = z.infer<typeof Topic>;

const wish = z.string().trim().min(2).max(200);
export const TopicOrder = z.strictObject({
  count: z.number().int().min(10).max(15).default(12),
  preferredAngles: z.array(wish).max(10).default([]),
  excludeTopics: z.array(wish).max(50).default([]),
});

export const TopicOrdered = z.object({ activityId: z.string() });
