import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { VisibilitySchedule } from "./tenant.ts";

/** Assistants that are asked. */
export const VisibilityPlatform = z.enum(["chatgpt", "claude", "gemini", "perplexity"]);
export type VisibilityPlatform = z.infer<typeof VisibilityPlatform>;

/** What a prompt asks for: somebody near by, somebody of the trade, the brand itself, or it against others. */
export const VisibilityType = z.enum(["local", "category", "brand", "competitor"]);
export type VisibilityType = z.infer<typeof VisibilityType>;

export const Sentiment = z.enum(["positive", "neutral", "negative"]);
export type Sentiment = z.infer<typeof Sentiment>;

export const NarrativePeriod = z.enum(["last_7_days", "last_30_days"]);
export type NarrativePeriod = z.infer<typeof NarrativePeriod>;
export const NarrativeStatus = z.enum(["pending", "generating", "done", "failed"]);
export type NarrativeStatus = z.infer<typeof NarrativeStatus>;

/** A score counts answers of so many days, and its trend is against as many before. */
export const scoreDays = 14;

/** Prompts that a plan may have at work; asking assistants begins with the pro plan. */
export const promptsOfPlan = { free: 0, pro: 10, agency: 30, enterprise: 100 } as const;

export const VisibilityPromptInput = z.strictObject({
  prompt: z.string().trim().min(5).max(300),
  type: VisibilityType,
});
export type VisibilityPromptInput = z.infer<typeof VisibilityPromptInput>;

export const VisibilityPromptPatch = z.strictObject({
  prompt: z.string().trim().min(5).max(300).optional(),
  type: VisibilityType.optional(),
  active: z.boolean().optional(),
});
export type VisibilityPromptPatch = z.infer<typeof VisibilityPromptPatch>;

export const VisibilityPrompt = z.object({
  id: id("visibilityPrompt"),
  prompt: z.string(),
  type: VisibilityType,
  active: z.boolean(),
  createdAt: Time,
});
export type VisibilityPrompt = z.infer<typeof VisibilityPrompt>;

export const VisibilityPrompts = z.object({
  items: z.array(VisibilityPrompt),
  limit: z.number().int().describe("prompts that the plan may have at work"),
  suggestions: z.array(VisibilityPromptInput).describe("what to ask first, while there is no prompt"),
});
export type VisibilityPrompts = z.infer<typeof VisibilityPrompts>;

export const VisibilityAssistant = z.object({
  key: VisibilityPlatform,
  name: z.string(),
  enabled: z.boolean().describe("this client wants it asked"),
  available: z.boolean().describe("it can be asked here; one that cannot counts in no score"),
});
export type VisibilityAssistant = z.infer<typeof VisibilityAssistant>;

/** An assistant as the platform asks it. */
export const PlatformAssistant = z.object({
  key: VisibilityPlatform,
  name: z.string(),
  adapter: z.string().nullable().describe("null: that of its maker, where there is one"),
  model: z.string().nullable().describe("null: the adapter's own of the standard tier"),
  enabled: z.boolean(),
});
export type PlatformAssistant = z.infer<typeof PlatformAssistant>;

export const PlatformAssistantPatch = z.strictObject({
  adapter: z.string().max(40).nullable().optional(),
  model: z.string().trim().min(1).max(120).nullable().optional(),
  enabled: z.boolean().optional(),
});
export type PlatformAssistantPatch = z.infer<typeof PlatformAssistantPatch>;

/** When assistants are asked without being told to: each night at 02:00 UTC, in that of Sunday, or never. */
export const ScheduleChoice = z.strictObject({ schedule: VisibilitySchedule });

export const PlatformSwitch = z.strictObject({ enabled: z.boolean() });

/** Share of the answers that name the brand, 0 to 100; null where nothing was asked. */
const Score = z.number().nullable();

export const Visibility = z.object({
  score: Score,
  trend: z.number().nullable().describe("points against the days before"),
  platforms: z.array(VisibilityAssistant.extend({ score: Score })),
  types: z.array(z.object({ type: VisibilityType, score: Score })),
  shareOfVoice: z
    .array(z.object({ name: z.string(), own: z.boolean(), mentions: z.number().int(), share: z.number() }))
    .describe("who the answers name, and how often"),
  sentiment: z.object({ positive: z.number().int(), neutral: z.number().int(), negative: z.number().int() }),
  answers: z.number().int().describe("answers examined in the days that count"),
  lastAskedOn: z.string().nullable(),
  schedule: VisibilitySchedule,
});
export type Visibility = z.infer<typeof Visibility>;

export const SnapshotQuery = z.strictObject({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  platform: VisibilityPlatform.optional(),
  type: VisibilityType.optional(),
});
export type SnapshotQuery = z.infer<typeof SnapshotQuery>;

export const VisibilitySnapshot = z.object({
  id: id("visibilitySnapshot"),
  promptId: id("visibilityPrompt"),
  prompt: z.string(),
  type: VisibilityType,
  platform: VisibilityPlatform,
  mentioned: z.boolean(),
  rank: z.number().int().nullable().describe("1: named before all others"),
  sentiment: Sentiment.nullable(),
  excerpt: z.string().nullable(),
  citedSources: z.array(z.string()),
  competitors: z.array(z.string()).describe("who else the answer names"),
  askedOn: z.string(),
});
export type VisibilitySnapshot = z.infer<typeof VisibilitySnapshot>;

export const VisibilityNarrative = z.object({
  id: id("visibilityNarrative"),
  period: NarrativePeriod,
  status: NarrativeStatus,
  score: z.number(),
  narrative: z.string().nullable(),
  themes: z.array(z.string()),
  strengths: z.array(z.string()),
  gaps: z.array(z.string()),
  actions: z.array(z.string()),
  createdAt: Time,
});
export type VisibilityNarrative = z.infer<typeof VisibilityNarrative>;

/** Questions that a run asks, and what answers it got. */
export const VisibilityRun = z.object({ runId: z.string(), questions: z.number().int() });
export type VisibilityRun = z.infer<typeof VisibilityRun>;
