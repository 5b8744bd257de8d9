import * as z from "zod";
import { BriefGoal } from "./brief.ts";
import type { Transition } from "./machine.ts";

export const VolumeBucket = z.enum(["0-10", "10-100", "100-1K", "1K-10K", "10K-100K", "100K+"]);
export type VolumeBucket = z.infer<typeof VolumeBucket>;
export const KeywordDifficulty = z.enum(["low", "medium", "high"]);
export type KeywordDifficulty = z.infer<typeof KeywordDifficulty>;
export const KeywordCategory = z.enum(["primary", "secondary", "long_tail", "lsi", "question"]);
export const KeywordSource = z.enum(["agent", "manual", "gsc", "provider"]);
export const KeywordStatus = z.enum(["new", "tracked", "archived"]);

/** Search terms that somebody wants looked for. */
export const KeywordOrder = z.strictObject({
  topic: z.string().trim().min(3).max(200).optional().describe("what they are about; the trade of the client if none"),
  contentGoal: BriefGoal.default("new_blog_post"),
  groups: z.number().int().min(1).max(10).optional().describe("one for each text that shall follow"),
});
export type KeywordOrder = z.infer<typeof KeywordOrder>;

export const GroupPurpose = z.enum(["content", "ads", "landing_page"]);
export const GroupStatus = z.enum(["pending_review", "approved", "rejected", "archived"]);
export type GroupStatus = z.infer<typeof GroupStatus>;
export type GroupVerb = "approve" | "reject" | "archive";

export const keywordGroupMachine: readonly Transition<GroupStatus, GroupVerb>[] = [
  { from: ["pending_review"], verb: "approve", to: "approved" },
  { from: ["pending_review"], verb: "reject", to: "rejected" },
  { from: ["pending_review", "approved", "rejected"], verb: "archive", to: "archived" },
];
