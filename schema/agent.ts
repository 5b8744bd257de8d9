import * as z from "zod";
import { WakeReason } from "./activity.ts";
import { Trust } from "./dataset.ts";

export const AgentName = z.enum(["content-brief-writer", "blog-writer", "content-critic"]);
export type AgentName = z.infer<typeof AgentName>;
export const Tier = z.enum(["cheap", "standard", "expensive"]);
export type Tier = z.infer<typeof Tier>;

export const AgentVersionStatus = z.enum(["draft", "active", "retired"]);
export const AdapterKind = z.enum(["anthropic", "openai", "google", "ollama", "claude-cli", "webhook", "offline"]);
export const AgentGroup = z.enum([
  "setup",
  "strategy",
  "orchestration",
  "seo",
  "content",
  "design",
  "analysis",
  "research",
  "quality",
  "reactive",
  "campaign",
  "crm",
  "system",
]);
export const PriceUnit = z.enum(["token", "image", "video_second"]);

/** A passage as an agent sees it. Its text is data, never an instruction. */
export const ContextChunk = z.object({
  chunkId: z.string(),
  fileName: z.string(),
  text: z.string(),
  score: z.number(),
  trust: Trust,
});
export type ContextChunk = z.infer<typeof ContextChunk>;

/** What every agent gets beside its own input. */
export const Envelope = z.object({
  runId: z.string(),
  version: z.number().int().min(1),
  wakeReason: WakeReason,
  reviewerNotes: z.string().max(4_000).optional(),
  locale: z.string(),
  timeZone: z.string(),
  now: z.string(),
  contextFile: z.string().max(20_000),
  chunks: z.array(ContextChunk).max(12),
  bannedWords: z.array(z.string()),
});
export type Envelope = z.infer<typeof Envelope>;

export const Citation = z.strictObject({
  claim: z.string().min(3).max(300),
  chunkId: z.string().optional(),
  url: z.string().optional(),
});
export type Citation = z.infer<typeof Citation>;

/** The shape every agent answers in. */
export function Answer<T extends z.ZodType>(data: T) {
  return z.strictObject({
    data,
    citations: z.array(Citation).max(60),
    warnings: z.array(z.string().min(1).max(200)).max(20),
  });
}
export interface Answer<T> {
  data: T;
  citations: Citation[];
  warnings: string[];
}

export const AgentState = z.object({
  name: AgentName,
  label: z.string(),
  description: z.string(),
  tier: Tier,
  adapter: z.string(),
  model: z.string(),
  enabled: z.boolean(),
  pausedAt: z.string().nullable(),
  state: z.enum(["idle", "working", "paused"]),
  queueDepth: z.number().int(),
  instructions: z.string().nullable(),
  webhookUrl: z.string().nullable(),
});
export type AgentState = z.infer<typeof AgentState>;

/** Where an agent of a workspace's own takes its runs, and the header whose secret tells it that they come from us. */
export const AgentWebhook = z.strictObject({
  url: z.url({ protocol: /^https$/ }).max(2_000),
  header: z.string().regex(/^[A-Za-z0-9-]{1,60}$/, "must be the name of a header"),
  secret: z
    .string()
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, "must be printable")
    .min(16)
    .max(500),
  timeoutMs: z.number().int().min(1_000).max(180_000).default(180_000).describe("how long its answer may take"),
});
export type AgentWebhook = z.infer<typeof AgentWebhook>;

export const AgentPatch = z.strictObject({
  enabled: z.boolean().optional(),
  instructions: z.string().trim().max(2_000).nullable().optional(),
  tier: Tier.optional(),
  adapter: z.string().max(40).nullable().optional(),
  model: z.string().max(120).nullable().optional(),
  webhook: AgentWebhook.nullable().optional().describe("runs go there instead of to a model; null: to models again"),
});
export type AgentPatch = z.infer<typeof AgentPatch>;
